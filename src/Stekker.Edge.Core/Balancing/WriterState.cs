using System.Collections.Immutable;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>How setpoints are written to chargers, whose flash wears with every profile.</summary>
public sealed record WriterSettings
{
    public static readonly WriterSettings Default = new();

    /// <summary>
    /// Per charge point and day. Only a reduction that a limit needs, a session's first limit, and what <see cref="HeldBackAtMost"/> is for go
    /// beyond it.
    /// </summary>
    public int WritesPerDay { get; init; } = 50;

    /// <summary>Of these, kept for turning cars on and off.</summary>
    public int KeptForTurns { get; init; } = 15;

    /// <summary>
    /// A turn on or off, or a reduction that only fairness needs, waits no longer than this after the charger's last write, whatever the budget:
    /// another car waits for it.
    /// </summary>
    public TimeSpan HeldBackAtMost { get; init; } = BalancerSettings.Default.Slot;

    public Amperes DeadBand { get; init; } = Amperes.FromWhole(1);

    /// <summary>How long a TxProfile holds when we are gone; <see cref="BalancerSettings.GrantLastsAtMost"/> is no less.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan RenewBefore { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan UrgentRetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How soon an accepted limit that is not obeyed is written again, within the day's budget; at once by <see cref="UrgentRepeatAfter"/>.</summary>
    public TimeSpan RepeatAfter { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan UrgentRepeatAfter { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>A limit to be written as the TxProfile of a connector's transaction.</summary>
/// <param name="Rate">In the unit the charger takes.</param>
/// <param name="Phases">numberPhases of the schedule period.</param>
/// <param name="Urgent">Before all else on that line.</param>
public sealed record Setpoint(string ChargePointId, int ConnectorId, Amperes Limit, ChargingRate Rate, int Phases, TimeSpan Duration, bool Urgent);

/// <summary>Writes of a charge point on one day, for the report.</summary>
/// <param name="Beyond">Of these, written although the day's budget was spent.</param>
/// <param name="LastAt">Of the newest write; null is before all that count.</param>
public readonly record struct WriteCount(string ChargePointId, DateOnly? Day, TimeSpan Since, int Writes, int Beyond, TimeSpan? LastAt = null);

/// <summary>What was written to a connector, and what came of it.</summary>
public readonly record struct WrittenLimit
{
    public required string ChargePointId { get; init; }

    public required int ConnectorId { get; init; }

    public long? SessionId { get; init; }

    /// <summary>The limit on its way to the charger; null where none is.</summary>
    public Amperes? Pending { get; init; }

    public TimeSpan? PendingSince { get; init; }

    public int PendingPhases { get; init; }

    public InForce? Accepted { get; init; }

    public int AcceptedPhases { get; init; }

    public TimeSpan? FailedAt { get; init; }
}

public sealed record WriterState(ImmutableArray<WrittenLimit> Limits, ImmutableArray<WriteCount> Counts)
{
    public static readonly WriterState Empty = new([], []);

    /// <summary>For <see cref="ConnectorInput.InForce"/>.</summary>
    public InForce? InForce(string chargePointId, int connectorId)
    {
        foreach (ref readonly WrittenLimit limit in Limits.AsSpan())
        {
            if (limit.ConnectorId == connectorId && limit.ChargePointId == chargePointId)
            {
                return limit.Accepted;
            }
        }

        return null;
    }
}
