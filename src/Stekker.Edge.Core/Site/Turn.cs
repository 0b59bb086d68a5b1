using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Site;

/// <summary>One step in the making: the state so far and the effects so far. Lives within <see cref="SiteStep.Next"/> only, so the step stays pure.</summary>
internal sealed class Turn(SiteState state, Now now)
{
    private readonly ImmutableArray<Effect>.Builder effects = ImmutableArray.CreateBuilder<Effect>();

    public SiteState State { get; set; } = state;

    public Now Now { get; } = now;

    public ImmutableArray<Effect> Effects => effects.DrainToImmutable();

    public void Answer(RequestId request, Reply reply) => effects.Add(new Effect.Answer(request, reply));

    public void Instruct(string chargePointId, Order order) => effects.Add(new Effect.Instruct(chargePointId, order));

    public void Save(Effect.LedgerWrite write) => effects.Add(write);

    public void Do(Effect effect) => effects.Add(effect);

    public void Tell(TellLevel level, string about, string text) => effects.Add(new Effect.Tell(level, about, text));

    public ChargePoint? Find(string chargePointId) => State.ChargePoints.Find(chargePointId);

    public ChargePoint Put(ChargePoint chargePoint)
    {
        State = State with { ChargePoints = State.ChargePoints.With(chargePoint) };
        return chargePoint;
    }

    public ChargePoint Put(ChargePoint chargePoint, Connector connector) =>
        Put(chargePoint with { Connectors = chargePoint.Connectors.With(connector) });

    /// <summary>
    /// Writes down what outlives a restart. That a charge point is named in the configuration is not written: taken out of it, and with it
    /// its password, it has to be accepted by someone again.
    /// </summary>
    public void Keep(ChargePointRecord record) => Save(new Effect.SaveChargePoint(
        State.Configuration.ChargePoint(record.Id) is null ? record : record with { Admission = Admission.Pending }));

    public Session Saved(Session session)
    {
        Session saved = SessionReports.Tell(this, session with { Unsaved = false });
        Save(new Effect.SaveSession(saved));
        Settling.Saved(this, saved);
        return saved;
    }

    public void Raise(string id, string text, TellLevel level = TellLevel.Alarm)
    {
        Alert? standing = State.Alerts.Find(id);
        if (standing?.Text != text)
        {
            State = State with { Alerts = State.Alerts.With(new Alert(id, text, standing?.Since ?? Now.Stamp)) };
        }

        if (standing is null)
        {
            Tell(level, id, text);
        }
    }

    public void Clear(string id)
    {
        if (State.Alerts.Find(id) is { } standing)
        {
            State = State with { Alerts = State.Alerts.Without(id) };
            Tell(TellLevel.Info, id, $"Over: {standing.Text}");
        }
    }
}
