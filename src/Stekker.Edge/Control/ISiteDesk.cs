using System.Collections.Immutable;

namespace Stekker.Edge.Control;

/// <summary>
/// What people at the site may ask of it. The same desk answers in the daemon, and, where none runs, in the command itself over the
/// site's files; <see cref="ControlClient"/> is the way to the daemon's.
/// </summary>
public interface ISiteDesk
{
    Task<Answer<SiteStatus>> StatusAsync(CancellationToken cancel);

    Task<Answer<ImmutableArray<CardEntry>>> CardsAsync(CancellationToken cancel);

    /// <param name="whole">Each entry is the whole card: what it leaves out is cleared instead of kept.</param>
    Task<Answer<Changes>> PutCardsAsync(ImmutableArray<CardEntry> cards, bool whole, CancellationToken cancel);

    Task<Answer<Changes>> DeactivateCardAsync(string idTag, CancellationToken cancel);

    Task<Answer<ImmutableArray<RefusalEntry>>> RefusalsAsync(CancellationToken cancel);

    Task<Answer<ImmutableArray<VehicleEntry>>> VehiclesAsync(CancellationToken cancel);

    Task<Answer<Changes>> PutVehiclesAsync(ImmutableArray<VehicleEntry> vehicles, bool whole, CancellationToken cancel);

    Task<Answer<ImmutableArray<SessionEntry>>> SessionsAsync(SessionQuery query, CancellationToken cancel);

    Task<Answer<SessionDetail>> SessionAsync(long id, CancellationToken cancel);

    Task<Answer<SavingsReport>> SavingsAsync(SavingsQuery query, CancellationToken cancel);

    Task<Answer<ImmutableArray<ChargePointEntry>>> ChargePointsAsync(CancellationToken cancel);

    Task<Answer<Done>> AdmitAsync(string chargePointId, bool accept, CancellationToken cancel);

    Task<Answer<Done>> RemoteStartAsync(string chargePointId, int? connectorId, string idTag, CancellationToken cancel);

    Task<Answer<Done>> RemoteStopAsync(string chargePointId, int? connectorId, CancellationToken cancel);

    /// <summary>The plan for the hours ahead.</summary>
    Task<Answer<ScheduleEntry>> ScheduleAsync(CancellationToken cancel);

    /// <summary>What a driver asks of the session that is plugged in at a charge point.</summary>
    Task<Answer<Done>> WishAsync(string chargePointId, WishAsked wish, CancellationToken cancel);

    Task<Answer<CallAnswer>> CallAsync(string chargePointId, CallAsked call, CancellationToken cancel);

    /// <summary>What a kWh costs and earns on a day.</summary>
    /// <param name="day">2026-11-28; null is today.</param>
    Task<Answer<PriceDay>> PricesAsync(string? day, CancellationToken cancel);

    Task<Answer<Done>> PutPricesAsync(PricesAsked prices, CancellationToken cancel);

    /// <summary>The imbalance signal's adjustments.</summary>
    Task<Answer<Done>> PutImbalanceAsync(ImmutableArray<PriceRow> rows, CancellationToken cancel);

    /// <param name="path">Absolute, of a file that is not there yet.</param>
    Task<Answer<Done>> BackupAsync(string path, CancellationToken cancel);
}
