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
/// <param name="LimitableFrom">Monotonic time from which its transaction can be limited: the charger must have our answer to its start first.</param>
/// <param name="Live">The last thing its meter said of the present; null where it never did in this session.</param>
public sealed record Connector(
    int Id,
    ConnectorStatus Status,
    string? ErrorText,
    Stamp Since,
    Session? Session = null,
    MeterSample? Reading = null,
    TimeSpan? FreeSince = null,
    TimeSpan HeardAt = default,
    TimeSpan LimitableFrom = default,
    LiveSample? Live = null) : IKeyed<int>
{
    int IKeyed<int>.Key => Id;

    /// <summary>Whether its status speaks of a running transaction; one not told yet says nothing against it.</summary>
    public bool MayBeCharging => Status
        is ConnectorStatus.Unknown or ConnectorStatus.Charging or ConnectorStatus.SuspendedByCar or ConnectorStatus.SuspendedByCharger;
}

/// <summary>A charger's measurement of currents or power as it happened, not one that had waited in its queue.</summary>
/// <param name="At">Monotonic time of hearing it.</param>
public sealed record LiveSample(MeterSample Sample, TimeSpan At);
