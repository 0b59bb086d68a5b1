using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Steering;

/// <summary>
/// What a charger holds to without us: its safe share as TxDefaultProfile and its installation limit as ChargePointMaxProfile. Written
/// once it is known what the charger can, and again only when the share falls, or rises for good: each write wears its flash.
/// </summary>
internal static class Fallbacks
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    /// <summary>A share that rose is worth a write after so long: the building's highest load moves with the hour.</summary>
    private static readonly TimeSpan RaiseAfter = TimeSpan.FromHours(12);

    /// <summary>After so many refusals in a row on one line it is left alone until it connects anew.</summary>
    private const int MostRefusals = 3;

    public static void Bring(Turn turn, ImmutableArray<Grant> grants)
    {
        foreach (ChargePoint chargePoint in turn.State.ChargePoints)
        {
            if (chargePoint is { IsAdmitted: true, Line: { } line, Capabilities: { SmartCharging: true } can } && ShareOf(chargePoint.Id, grants) is { } share)
            {
                Bring(turn, chargePoint, can, line.ConnectionId, share);
            }
        }
    }

    public static void Ended(Turn turn, string chargePointId, Order.SetFallback order, OrderOutcome outcome)
    {
        if (turn.State.Steering.Fallbacks.Find(chargePointId) is not { } known)
        {
            return;
        }

        bool accepted = outcome is OrderOutcome.Done;
        bool answered = outcome is not OrderOutcome.NoAnswer;
        Keep(turn, known with
        {
            UnderWay = false,
            Default = accepted ? order.Default : known.Default,
            Max = accepted ? order.Max : known.Max,
            Refusals = accepted ? 0 : answered ? known.Refusals + 1 : known.Refusals,
        });
        string about = $"no-fallback:{chargePointId}";
        if (accepted)
        {
            turn.Clear(about);
        }
        else if (answered)
        {
            turn.Raise(about, $"{chargePointId} does not take {order.Default} as what it may draw when this site's controller is gone ({Orders.InWords(outcome)}): set that limit in the charger itself", TellLevel.Warning);
        }
    }

    private static void Bring(Turn turn, ChargePoint chargePoint, Capabilities can, long connectionId, Amperes share)
    {
        Amperes? max = turn.State.Configuration.ChargePoint(chargePoint.Id)?.Max;
        Fallback known = turn.State.Steering.Fallbacks.Find(chargePoint.Id) ?? new Fallback(chargePoint.Id, connectionId);
        if (known.ConnectionId != connectionId)
        {
            // What it took on an earlier line it still has; a try under way died with that line.
            known = known with { ConnectionId = connectionId, UnderWay = false, Refusals = 0, TriedAt = null };
        }

        bool tried(TimeSpan ago) => known.TriedAt is { } at && turn.Now.Elapsed - at < ago;
        bool due = known.Default is not { } has || known.Max != max ? !tried(RetryAfter)
            : share < has || (share > has && !tried(RaiseAfter));
        if (known.UnderWay || known.Refusals >= MostRefusals || !due)
        {
            return;
        }

        Keep(turn, known with { UnderWay = true, TriedAt = turn.Now.Elapsed });
        turn.Instruct(chargePoint.Id, new Order.SetFallback(share, max, can.LimitUnit, turn.State.Configuration.Grid.Phases, turn.State.Configuration.Grid.Voltage, can.MaxProfileLevel ?? 0));
    }

    private static void Keep(Turn turn, Fallback fallback) =>
        turn.State = turn.State with { Steering = turn.State.Steering with { Fallbacks = turn.State.Steering.Fallbacks.With(fallback) } };

    /// <summary>One profile holds for all its connectors: the least of their shares.</summary>
    private static Amperes? ShareOf(string chargePointId, ImmutableArray<Grant> grants)
    {
        Amperes? least = null;
        foreach (ref readonly Grant grant in grants.AsSpan())
        {
            if (grant.ChargePointId == chargePointId && (least is null || grant.SafeShare < least))
            {
                least = grant.SafeShare;
            }
        }

        return least;
    }
}
