using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>What the site remembers of its planning. Nothing of it outlives a restart: it is made anew in a moment.</summary>
public sealed record ScheduleState
{
    public static readonly ScheduleState None = new();

    /// <summary>What each plugged-in car needed when it was last looked at.</summary>
    public ImmutableArray<CarNeed> Needs { get; init; } = [];

    /// <summary>Null where there is no plan: cars charge as soon as they can.</summary>
    public SitePlan? Plan { get; init; }

    /// <summary>What it was like when it was last looked at; a plan is made anew when it is not so any more.</summary>
    public Situation? Looked { get; init; }

    /// <summary>Of the plan asked for last.</summary>
    public long Number { get; init; }

    /// <summary>Monotonic time of asking for a plan that has not come yet; null where none is on its way.</summary>
    public TimeSpan? AskedAt { get; init; }

    /// <summary>Monotonic time since when a plan is waited for, through all tries.</summary>
    public TimeSpan? WaitsSince { get; init; }

    /// <summary>Sessions that the plan let wait and that have taken nothing since.</summary>
    public ImmutableArray<PlannedPause> Paused { get; init; } = [];

    /// <summary>Cards whose cars do not wake from a pause; as far as this run has met them.</summary>
    public ImmutableArray<IdTag> Sleepers { get; init; } = [];

    public PlannedPause? PauseOf(long sessionId)
    {
        foreach (PlannedPause pause in Paused)
        {
            if (pause.SessionId == sessionId)
            {
                return pause;
            }
        }

        return null;
    }

    public CarNeed? NeedOf(long sessionId)
    {
        foreach (CarNeed need in Needs)
        {
            if (need.SessionId == sessionId)
            {
                return need;
            }
        }

        return null;
    }
}
