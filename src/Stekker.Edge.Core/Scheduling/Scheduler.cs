using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>
/// The receding horizon: a plan is made anew at each PTU, and when a car comes or goes, somebody asks for something, or prices, limits or
/// the configuration change. While it is made the one before holds.
/// </summary>
internal static class Scheduler
{
    /// <summary>A plan that has not come by then is asked for again.</summary>
    private static readonly TimeSpan PlanWithin = TimeSpan.FromMinutes(1);

    /// <summary>Less than this is not worth a word.</summary>
    private static readonly WattHours LeastTold = new(500);

    private const string ShortAlert = "plan-short:";

    /// <summary>Each second: cheap where nothing has changed.</summary>
    public static void Look(Turn turn)
    {
        ScheduleState schedule = turn.State.Schedule;
        if (!turn.Now.UtcTrusted)
        {
            // No decision by price from a guessed time: cars charge as soon as they can.
            turn.State = turn.State with { Schedule = ScheduleState.None with { Number = schedule.Number, Sleepers = schedule.Sleepers } };
            return;
        }

        Situation situation = Situation.Of(turn.State, turn.Now);
        bool isUnderWay = schedule.AskedAt is { } at && turn.Now.Elapsed - at < PlanWithin;
        if (isUnderWay || (situation == schedule.Looked && schedule.AskedAt is null))
        {
            return;
        }

        schedule = Sleepers.Learn(turn, schedule);
        turn.State = turn.State with { Schedule = schedule };
        ImmutableArray<CarNeed> needs = CarNeeds.Of(turn.State, turn.Now);
        PlanRequest? request = PlanRequests.Of(turn.State, needs, schedule.Number + 1, situation.Ptu);
        turn.State = turn.State with
        {
            Schedule = schedule with
            {
                Needs = needs,
                Looked = situation,
                Plan = request is null ? null : schedule.Plan,
                Number = request?.Number ?? schedule.Number,
                AskedAt = request is null ? null : turn.Now.Elapsed,
                WaitsSince = request is null ? null : schedule.WaitsSince ?? turn.Now.Elapsed,
            },
        };
        if (request is not null)
        {
            if (schedule.AskedAt is not null)
            {
                turn.Raise("planning", "The plan asked for has not come: cars follow the one before for a while, and then charge as soon as they can, whatever the price");
            }

            turn.Do(new Effect.MakePlan(request));
        }
        else
        {
            TellShort(turn, []);
        }
    }

    public static void Made(Turn turn, SiteEvent.PlanMade e)
    {
        if (e.Number != turn.State.Schedule.Number)
        {
            return;
        }

        turn.State = turn.State with { Schedule = turn.State.Schedule with { Plan = e.Plan, AskedAt = null, WaitsSince = null } };
        turn.Clear("planning");
        TellShort(turn, e.Plan.Cars);
    }

    /// <summary>Our own mistake: cars charge as soon as they can, and it is tried again in the next PTU.</summary>
    public static void Failed(Turn turn, SiteEvent.PlanFailed e)
    {
        if (e.Number == turn.State.Schedule.Number)
        {
            turn.State = turn.State with { Schedule = turn.State.Schedule with { Plan = null, AskedAt = null, WaitsSince = null } };
            turn.Raise("planning", $"No plan could be made ({e.Why}): cars charge as soon as they can, whatever the price");
        }
    }

    /// <summary>A target that cannot be reached is told at once: how far the car gets, and when it would be there.</summary>
    private static void TellShort(Turn turn, ImmutableArray<PlannedCar> cars)
    {
        TimeZoneInfo zone = SiteZone.Of(turn.State.Configuration.TimeZone);
        List<string> standing = [];
        foreach (PlannedCar car in cars)
        {
            if (car.Unmet >= LeastTold && !car.Need.AtOnce && !car.Need.IsAssumed)
            {
                string id = $"{ShortAlert}{car.Need.ChargePointId}/{car.Need.ConnectorId}";
                standing.Add(id);
                turn.Raise(id, InWords(car, zone), TellLevel.Warning);
            }
        }

        foreach (Alert alert in turn.State.Alerts)
        {
            if (alert.Id.StartsWith(ShortAlert, StringComparison.Ordinal) && !standing.Contains(alert.Id))
            {
                turn.Clear(alert.Id);
            }
        }
    }

    private static string InWords(PlannedCar car, TimeZoneInfo zone)
    {
        CarNeed need = car.Need;
        int lackPermille = (int)(car.Unmet.Value * 1000 / Math.Max(1, need.Battery.Value));
        int reachedPermille = Math.Max(need.Now?.Permille ?? 0, need.Target.Permille - lackPermille);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The car at {need.Name} will be at about {reachedPermille / 10} % at {Clock(need.Departure, zone)}, not at {need.Target}; {need.Target} would be reached at about {Clock(car.ReachedAt, zone)}");
    }

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) =>
        SiteZone.LocalOf(zone, at).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
