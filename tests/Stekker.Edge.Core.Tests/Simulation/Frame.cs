using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>A transaction message in a charger's queue. Sent again, it is the same to the letter.</summary>
internal abstract record Frame(ModelTransaction Transaction)
{
    public abstract SiteEvent.Asked As(RequestId request);

    internal sealed record Start(ModelTransaction Transaction) : Frame(Transaction)
    {
        public override SiteEvent.Asked As(RequestId request) => new SiteEvent.TransactionStarted(
            request, Transaction.ChargePointId, Transaction.ConnectorId, Transaction.IdTag, new WattHours(Transaction.MeterStart), Transaction.At);
    }

    /// <param name="FrozenId">What a charger wrote that had no id yet and does not fill it in later.</param>
    internal sealed record Meter(ModelTransaction Transaction, int? FrozenId, ImmutableArray<MeterSample> Samples) : Frame(Transaction)
    {
        public override SiteEvent.Asked As(RequestId request) =>
            new SiteEvent.Metered(request, Transaction.ChargePointId, Transaction.ConnectorId, FrozenId ?? Transaction.Id, Samples);
    }

    internal sealed record Stop(
        ModelTransaction Transaction, int? FrozenId, long MeterStop, DateTimeOffset At, StopReason Reason, ImmutableArray<MeterSample> Samples) : Frame(Transaction)
    {
        public override SiteEvent.Asked As(RequestId request) => new SiteEvent.TransactionStopped(
            request,
            Transaction.ChargePointId,
            FrozenId ?? Transaction.Id!.Value,
            Reason == StopReason.Local ? Transaction.IdTag : null,
            new WattHours(MeterStop),
            At,
            Reason,
            Samples);
    }
}
