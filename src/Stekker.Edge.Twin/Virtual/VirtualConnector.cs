using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>A transaction as its charger lived it.</summary>
internal sealed class VirtualTransaction(string chargePointId, int connectorId, string idTag, long meterStartWh, DateTimeOffset started)
{
    public string ChargePointId => chargePointId;

    public int ConnectorId => connectorId;

    public string IdTag => idTag;

    public long MeterStartWh => meterStartWh;

    /// <summary>By the charger's own clock.</summary>
    public DateTimeOffset Started => started;

    /// <summary>As the edge gave it; null until the start was answered.</summary>
    public int? Id { get; set; }

    public long? MeterStopWh { get; set; }
}

/// <summary>An outlet of a virtual charger.</summary>
internal sealed class VirtualConnector(Evse evse)
{
    public Evse Evse => evse;

    public int Id => evse.ConnectorId;

    public VirtualTransaction? Transaction { get; set; }

    public ConnectorStatus Reported { get; set; } = ConnectorStatus.Unknown;

    public TimeSpan? OtherSince { get; set; }

    /// <summary>When its limit is to be looked at again: a profile lapses.</summary>
    public TimeSpan LimitChangesAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>The limit by another policy than the product's; null where the product decides.</summary>
    public double? PolicyA { get; set; }

    public long MeterWh => (long)evse.RegisterWh;

    public ConnectorStatus Status => this switch
    {
        { Evse.Car: null } => ConnectorStatus.Available,
        { Transaction: null, Charged: true } => ConnectorStatus.Finishing,
        { Transaction: null } => ConnectorStatus.Preparing,
        _ when evse.PilotA < Car.LeastA => ConnectorStatus.SuspendedByCharger,
        _ when evse.DrawA < 0.5 => ConnectorStatus.SuspendedByCar,
        _ => ConnectorStatus.Charging,
    };

    /// <summary>A transaction ended and the car is still plugged in.</summary>
    public bool Charged { get; set; }
}
