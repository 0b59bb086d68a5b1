using System.Collections.Immutable;
using System.Text.Json;
using Stekker.Edge.Control;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Cloud.Messages;

/// <summary>The site's power now: topic telemetry, each minute. Import, production and a battery's charging are positive; null is not known.</summary>
public sealed record TelemetryMessage(
    string At,
    long? GridW,
    PhaseValues? GridCurrentA,
    long? BuildingW,
    long? SolarW,
    long? BatteryW,
    decimal? BatteryFraction,
    long CarsW,
    ImmutableArray<SessionPower> Sessions)
{
    public static TelemetryMessage Of(SiteState state, Now now, SiteTimes times)
    {
        GridEntry grid = PowerView.Grid(state, now);
        FlowEntry flows = PowerView.Flows(state);
        ImmutableArray<SessionPower>.Builder sessions = ImmutableArray.CreateBuilder<SessionPower>();
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            foreach (Connector connector in chargePoint.Connectors)
            {
                if (connector.Session is { HasOpenTransaction: true } session)
                {
                    sessions.Add(new SessionPower(
                        session.Id,
                        chargePoint.Id,
                        connector.Id,
                        Words.Of(session.State),
                        connector.Live?.Sample.Power?.Value,
                        session.Energy.Value,
                        connector.Reading?.StateOfCharge?.Fraction,
                        SharingView.Limit(state, chargePoint, connector, now)?.GrantA));
                }
            }
        }

        return new TelemetryMessage(
            times.Write(now.Utc), grid.PowerW, grid.CurrentA, flows.BuildingW, flows.SolarW, flows.BatteryW, flows.BatteryFraction, flows.CarsW, sessions.ToImmutable());
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, MessageJson.Plain.TelemetryMessage);
}

/// <param name="LimitA">What the car may draw per phase by our last decision; null where it takes no part in the sharing.</param>
public sealed record SessionPower(
    long SessionId, string ChargePointId, int ConnectorId, string State, long? PowerW, long EnergyWh, decimal? StateOfChargeFraction, decimal? LimitA);
