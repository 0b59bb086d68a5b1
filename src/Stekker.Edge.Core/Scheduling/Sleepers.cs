using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Scheduling;

/// <param name="Energy">What its session had when the plan let it wait.</param>
public readonly record struct PlannedPause(long SessionId, WattHours Energy);

/// <summary>
/// Some cars fall asleep in a long pause and cannot be woken but by their plug. A car that charged until the plan let it wait, and takes
/// nothing of what it is given afterwards, is one: from its next session on it charges without a pause, since full is worth more than cheap.
/// </summary>
internal static class Sleepers
{
    private const int MostKnown = 200;

    /// <summary>What a sleeping car may take for its own electronics.</summary>
    private static readonly WattHours NextToNothing = new(100);

    /// <summary>The schedule with what the last quarter taught.</summary>
    public static ScheduleState Learn(Turn turn, ScheduleState schedule)
    {
        List<PlannedPause> paused = [];
        ImmutableArray<IdTag> sleepers = schedule.Sleepers;
        foreach (ChargePoint chargePoint in turn.State.ChargePoints)
        {
            foreach (Connector connector in chargePoint.Connectors)
            {
                if (connector.Session is not { HasOpenTransaction: true, Transaction: { } transaction } session)
                {
                    continue;
                }

                bool waits = schedule.Plan?.SetpointOf(session, turn.Now) is { Value: <= 0 } && session.Energy >= (schedule.NeedOf(session.Id)?.DirectUntil ?? WattHours.Zero);
                PlannedPause? pause = schedule.PauseOf(session.Id);
                bool tookNothing = pause is { } p && session.Energy - p.Energy < NextToNothing;
                if (waits || tookNothing)
                {
                    paused.Add(pause ?? new PlannedPause(session.Id, session.Energy));
                }

                if (tookNothing && CarNeeds.IsDone(turn.State, chargePoint.Id, connector) && !sleepers.Contains(transaction.IdTag))
                {
                    sleepers = sleepers.Length >= MostKnown ? sleepers.RemoveAt(0).Add(transaction.IdTag) : sleepers.Add(transaction.IdTag);
                    turn.Tell(
                        TellLevel.Warning,
                        chargePoint.Id,
                        $"The car at {chargePoint.Id} connector {connector.Id} did not wake after a planned pause: unplug it and plug it in again; from its next visit on it charges without pauses");
                }
            }
        }

        return schedule with { Paused = [.. paused], Sleepers = sleepers };
    }
}
