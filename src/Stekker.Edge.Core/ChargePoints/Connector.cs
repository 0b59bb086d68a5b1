using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.ChargePoints;

public enum ConnectorStatus
{
    Unknown,
    Available,
    Preparing,
    Charging,
    SuspendedByCar,
    SuspendedByCharger,
    Finishing,
    Reserved,
    Unavailable,
    Faulted,
}

/// <summary>One outlet of a charge point, and the session plugged into it.</summary>
/// <param name="Reading">The last thing its meter said.</param>
/// <param name="FreeSince">Monotonic time of the last sign of the transaction still open on it, once the charger called it Available.</param>
/// <param name="HeardAt">Monotonic time of the last word about its transaction.</param>
public sealed record Connector(
    int Id,
    ConnectorStatus Status,
    string? ErrorText,
    Stamp Since,
    Session? Session = null,
    MeterSample? Reading = null,
    TimeSpan? FreeSince = null,
    TimeSpan HeardAt = default) : IKeyed<int>
{
    int IKeyed<int>.Key => Id;

    /// <summary>Whether its status speaks of a running transaction; one not told yet says nothing against it.</summary>
    public bool MayBeCharging => Status
        is ConnectorStatus.Unknown or ConnectorStatus.Charging or ConnectorStatus.SuspendedByCar or ConnectorStatus.SuspendedByCharger;
}
