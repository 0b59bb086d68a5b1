using System.Collections.Immutable;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Sockets;

/// <summary>
/// A charger on a real line. Its OCPP side decides what is offered to the car; the world's outlet and car decide what flows, late and with a
/// ramp, and the charger's meter shows that. Its members are called by <see cref="SocketSite"/> alone, one at a time.
/// </summary>
internal sealed class SocketCharger : IDisposable
{
    private const int Connector = 1;

    private readonly double voltageV;
    private readonly SwitchedDialer cable;
    private readonly ScriptedChargePoint chargePoint;

    public SocketCharger(SocketChargerSettings settings, int gridPhases, double voltageV, Uri centralSystem, int seed, TimeProvider time)
    {
        this.voltageV = voltageV;
        Evse = new Evse(settings.Evse, gridPhases, voltageV);
        cable = new SwitchedDialer(new WebSocketDialer(centralSystem, settings.Evse.ChargePointId));
        chargePoint = new ScriptedChargePoint(
            cable,
            new ChargePointSettings
            {
                Vendor = settings.Vendor,
                Model = settings.Model,
                Phases = settings.Evse.Phases,
                MaxA = (int)settings.Evse.MaxA,
                VoltageV = (int)voltageV,
                MeterStartWh = settings.MeterStartWh,
                RateUnits = settings.TakesWattsOnly ? [ChargingRateUnitType.W] : [ChargingRateUnitType.A, ChargingRateUnitType.W],
                Seed = seed,
            },
            time);
    }

    public Evse Evse { get; }

    public bool IsOnline => chargePoint.IsOnline;

    public bool IsCharging => chargePoint.Connectors[0].IdTag is not null;

    /// <summary>All its transaction messages were delivered and answered.</summary>
    public Task WhenDelivered() => chargePoint.Transactions.WhenEmpty();

    public int MeterWh => chargePoint.Connectors[0].EnergyWh;

    public Task RunAsync(CancellationToken cancel) => chargePoint.RunAsync(cancel);

    public Task<AuthorizationStatus> PresentCardAsync(string idTag, CancellationToken cancel) => chargePoint.PresentCardAsync(Connector, idTag, cancel);

    public void PlugIn(Car car, TimeSpan at)
    {
        Evse.PlugIn(car, at);
        chargePoint.PlugIn(Connector, Demand());
    }

    public void Unplug(TimeSpan at)
    {
        Evse.Unplug(at);
        chargePoint.Unplug(Connector);
    }

    public void PullCable()
    {
        cable.IsOut = true;
        chargePoint.DropLine();
    }

    public void PutCableBack() => cable.IsOut = false;

    public void Step(TimeSpan at, TimeSpan during)
    {
        ConnectorView view = chargePoint.Connectors[0];
        Evse.Energised = view.IdTag is not null;
        Evse.Offer((double)view.OfferedA, view.OfferedPhases, at);
        Evse.Step(at, during.TotalSeconds);
        if (Evse.Car is { } car)
        {
            chargePoint.SetFlow(Connector, new PhasePower(OwnW(0), OwnW(1), OwnW(2)), Demand(), (int)(car.Fraction * 100));
        }
    }

    public void Dispose() => chargePoint.Dispose();

    private int OwnW(int phase) => (int)Math.Round(Evse.OwnA(phase) * voltageV);

    private PhasePower Demand() => Evse.Car is { IsAsleep: false, IsFull: false, Settings: { } car } ? PhasePower.Of(car.Phases, (int)car.MaxA, (int)voltageV) : PhasePower.None;
}

/// <summary>How a charger of a <see cref="SocketSite"/> is built.</summary>
/// <param name="TakesWattsOnly">Limits in watts, as some makers want.</param>
public sealed record SocketChargerSettings(EvseSettings Evse, string Vendor, string Model, int MeterStartWh, bool TakesWattsOnly = false);
