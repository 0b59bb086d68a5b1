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
/// <param name="FreeSince">Monotonic time since which the charger calls it Available, where a transaction is still open on it.</param>
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
}
