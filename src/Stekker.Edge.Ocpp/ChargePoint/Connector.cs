using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>A transaction that runs on a connector.</summary>
internal sealed record RunningTransaction(QueuedTransaction Queued, string IdTag, DateTimeOffset Since);

internal sealed record Reservation(int Id, string IdTag, string? ParentIdTag, DateTimeOffset Expiry);

/// <summary>One connector's state. Only <see cref="ChargePointBody"/> changes it, under its lock.</summary>
internal sealed class Connector(int id, int meterStartWh, PhaseLimit most)
{
    internal int Id => id;

    internal ConnectorMeter Meter { get; } = new(meterStartWh);

    internal bool IsPlugged { get; set; }

    /// <summary>What the car would draw without a limit.</summary>
    internal PhasePower Demand { get; set; }

    /// <summary>What really flows, where a physics outside decides it; null does exactly as the limit says.</summary>
    internal PhasePower? Flow { get; set; }

    internal int? SocPercent { get; set; }

    /// <summary>What the cable offers the car now.</summary>
    internal PhaseLimit Offered { get; set; } = most;

    /// <summary>A card that was accepted and waits for its plug.</summary>
    internal string? AuthorizedIdTag { get; set; }

    /// <summary>A TxProfile that came with a remote start and waits for its transaction.</summary>
    internal ChargingProfile? PendingProfile { get; set; }

    internal RunningTransaction? Transaction { get; set; }

    internal Reservation? Reservation { get; set; }

    internal bool IsInoperative { get; set; }

    /// <summary>An availability asked for during a transaction, to take effect after it: OCPP 1.6 §5.2.</summary>
    internal bool? InoperativeNext { get; set; }

    internal ChargePointErrorCode Error { get; set; } = ChargePointErrorCode.NoError;

    /// <summary>The transaction has ended and the cable is still in.</summary>
    internal bool IsFinishing { get; set; }

    internal (ChargePointStatus Status, ChargePointErrorCode Error)? Reported { get; set; }

    /// <summary>OCPP 1.6 §4.9.</summary>
    internal ChargePointStatus Status => this switch
    {
        { Error: not ChargePointErrorCode.NoError } => ChargePointStatus.Faulted,
        { Transaction: not null, Demand.TotalW: 0 } => ChargePointStatus.SuspendedEV,
        { Transaction: not null, Meter.Power.TotalW: 0 } => ChargePointStatus.SuspendedEVSE,
        { Transaction: not null } => ChargePointStatus.Charging,
        { IsInoperative: true } => ChargePointStatus.Unavailable,
        { IsFinishing: true } => ChargePointStatus.Finishing,
        { IsPlugged: true } or { AuthorizedIdTag: not null } => ChargePointStatus.Preparing,
        { Reservation: not null } => ChargePointStatus.Reserved,
        _ => ChargePointStatus.Available,
    };
}
