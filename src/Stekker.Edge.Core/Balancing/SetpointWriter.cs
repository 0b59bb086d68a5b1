using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// Which grants are worth writing to a charger. A reduction that a limit needs goes first, at once and whatever the budget. The rest waits
/// for a dead-band, that widens as the day's budget is spent, and for the budget. Profiles are renewed before they lapse.
/// </summary>
public static class SetpointWriter
{
    /// <param name="grants">As the round gave them: in the order of the input's connectors.</param>
    public static (WriterState State, ImmutableArray<Setpoint> Setpoints) Decide(
        WriterState state, BalancerInput input, ImmutableArray<Grant> grants, WriterSettings settings, Now now)
    {
        WrittenLimit[] limits = new WrittenLimit[grants.Length];
        List<Setpoint> writes = [];
        WriteBook book = new(state.Counts, settings, now);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < grants.Length; i++)
            {
                ConnectorInput c = input.Connectors[i];
                limits[i] = pass == 0 ? Recall(state.Limits, i, c, settings, now) : limits[i];
                Need need = limits[i].Pending is null || grants[i].Urgent ? NeedOf(limits[i], c, grants[i], settings, now) : Need.None;
                if (need == Need.None || (need == Need.Urgent) != (pass == 0) || !book.Allows(c.ChargePointId, need, More(limits[i], grants[i])))
                {
                    continue;
                }

                book.Count(c.ChargePointId);
                limits[i] = limits[i] with { Pending = grants[i].Limit, PendingSince = now.Elapsed, PendingPhases = grants[i].Phases };
                writes.Add(Write(c, grants[i], input.Limits, settings, need == Need.Urgent));
            }
        }

        writes.Sort(static (a, b) => b.Urgent.CompareTo(a.Urgent));
        return (new WriterState(ImmutableCollectionsMarshal.AsImmutableArray(limits), book.Counts), [.. writes]);
    }

    /// <summary>A write came to its end: accepted, or refused or lost.</summary>
    public static WriterState Ended(WriterState state, Setpoint setpoint, bool accepted, Now now)
    {
        for (int i = 0; i < state.Limits.Length; i++)
        {
            WrittenLimit limit = state.Limits[i];
            if (limit.ConnectorId != setpoint.ConnectorId || limit.ChargePointId != setpoint.ChargePointId)
            {
                continue;
            }

            // A later, lower one may be on its way already: that one's end is still to come.
            bool isPending = limit.Pending == setpoint.Limit;
            limit = isPending ? limit with { Pending = null, PendingSince = null } : limit;
            limit = accepted
                ? limit with
                {
                    Accepted = new InForce(setpoint.Limit, now.Elapsed, now.Elapsed + setpoint.Duration),
                    AcceptedPhases = setpoint.Phases,
                    FailedAt = null,
                }
                : limit with { FailedAt = now.Elapsed };
            return state with { Limits = state.Limits.SetItem(i, limit) };
        }

        return state;
    }

    internal enum Need
    {
        None,

        /// <summary>A limit needs it.</summary>
        Urgent,

        /// <summary>Lapsing would let the car draw more than granted.</summary>
        RenewToHold,

        /// <summary>A session's first: without it the car would be left with the safe share, which may be nothing.</summary>
        First,

        /// <summary>On or off, or other phases.</summary>
        Turn,

        Renew,

        Change,
    }

    private static WrittenLimit Recall(ImmutableArray<WrittenLimit> known, int at, ConnectorInput c, WriterSettings settings, Now now)
    {
        WrittenLimit limit = at < known.Length && IsOf(known[at], c) ? known[at] : default;
        for (int i = 0; limit.ChargePointId is null && i < known.Length; i++)
        {
            limit = IsOf(known[i], c) ? known[i] : limit;
        }

        if (limit.ChargePointId is null || limit.SessionId != c.Session?.SessionId)
        {
            // A TxProfile ends with its transaction.
            limit = new WrittenLimit { ChargePointId = c.ChargePointId, ConnectorId = c.ConnectorId, SessionId = c.Session?.SessionId };
        }

        bool lost = limit.PendingSince is { } since && now.Elapsed - since >= settings.AnswerWithin;
        return lost ? limit with { Pending = null, PendingSince = null, FailedAt = now.Elapsed } : limit;
    }

    private static bool IsOf(in WrittenLimit limit, ConnectorInput c) => limit.ConnectorId == c.ConnectorId && limit.ChargePointId == c.ChargePointId;

    private static Need NeedOf(in WrittenLimit limit, ConnectorInput c, in Grant grant, WriterSettings settings, Now now)
    {
        if (c.Session is null || !c.Online || !c.TakesLimits)
        {
            return Need.None;
        }

        // In force is what was accepted, or what is on its way; with neither, the safe share of the default profile.
        bool lapsed = limit.Accepted is { } a && now.Elapsed >= a.LapsesAt;
        Amperes inForce = limit.Pending ?? (limit.Accepted is { } accepted && !lapsed ? accepted.Limit : grant.SafeShare);
        TimeSpan sinceFailed = limit.FailedAt is { } failed ? now.Elapsed - failed : TimeSpan.MaxValue;
        if (grant.Urgent && grant.Limit < inForce)
        {
            return sinceFailed >= settings.UrgentRetryAfter ? Need.Urgent : Need.None;
        }

        if (sinceFailed < settings.RetryAfter || limit.Pending is not null)
        {
            return Need.None;
        }

        if (limit.Accepted is null || lapsed)
        {
            return limit.Accepted is null && limit.FailedAt is null ? Need.First : grant.Limit == grant.SafeShare ? Need.Renew : Need.Turn;
        }

        TimeSpan repeatAfter = grant.Urgent ? settings.UrgentRepeatAfter : settings.RepeatAfter;
        if (grant.Ignored && now.Elapsed - limit.Accepted.Value.Since >= repeatAfter)
        {
            return Need.Turn;
        }

        return (grant.Limit > Amperes.Zero) != (inForce > Amperes.Zero) || grant.Phases != limit.AcceptedPhases ? Need.Turn
            : limit.Accepted.Value.LapsesAt - now.Elapsed <= settings.RenewBefore ? (grant.SafeShare > grant.Limit ? Need.RenewToHold : Need.Renew)
            : grant.Limit != inForce ? Need.Change
            : Need.None;
    }

    private static int More(in WrittenLimit limit, in Grant grant) =>
        grant.Limit.Deciamperes - (limit.Accepted?.Limit ?? grant.SafeShare).Deciamperes;

    private static Setpoint Write(ConnectorInput c, in Grant grant, GridLimits limits, WriterSettings settings, bool urgent)
    {
        ChargingRate rate = c.Unit == LimitUnit.Watts
            ? ChargingRate.Watts(grant.Limit, grant.UsedPhases, limits.Voltage)
            : new ChargingRate.InAmperes(grant.Limit);
        int phases = c.Unit == LimitUnit.Watts ? grant.UsedPhases : Math.Min(grant.Phases, limits.Phases);
        return new Setpoint(c.ChargePointId, c.ConnectorId, grant.Limit, rate, phases, settings.Duration, urgent);
    }
}
