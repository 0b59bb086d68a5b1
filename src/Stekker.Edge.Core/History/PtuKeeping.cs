using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.History;

/// <summary>Counts what the site takes and gives in each quarter, and writes a quarter down when it is over.</summary>
internal static class PtuKeeping
{
    /// <summary>A quarter of which less was seen tells nothing.</summary>
    private static readonly TimeSpan LeastSeen = TimeSpan.FromMinutes(12);

    private const double PtuS = 900;

    private const int LastOfHourMinute = 45;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Each second. Nothing is dated by a clock that is not trusted.</summary>
    public static void Tick(Turn turn)
    {
        DateTimeOffset start = Ptu.StartOf(turn.Now.Utc);
        if (!turn.Now.UtcTrusted)
        {
            turn.State = turn.State.Running is null ? turn.State : turn.State with { Running = null };
            return;
        }

        RunningPtu? running = turn.State.Running;
        if (running is not null && running.Start == start)
        {
            turn.State = turn.State with { Running = running.Until(turn.State, turn.Now.Elapsed) };
            return;
        }

        if (running is not null && start - running.Start == Ptu.Length)
        {
            // The last moments of the quarter that is over.
            TimeSpan end = turn.Now.Elapsed - (turn.Now.Utc - start);
            Close(turn, end > running.At ? running.Until(turn.State, end) : running);
        }

        turn.State = turn.State with { Running = new RunningPtu(start, turn.Now.Elapsed) };
    }

    private static void Close(Turn turn, RunningPtu ptu)
    {
        SitePtu closed = Closed(turn.State, ptu);
        if (closed.Measured < LeastSeen)
        {
            return;
        }

        ImmutableArray<SitePtu> kept = turn.State.History.Ptus;
        kept = kept.Length > 0 && kept[^1].Start >= closed.Start ? kept.RemoveAll(p => p.Start >= closed.Start) : kept;
        kept = kept.Length >= SiteHistory.MostKept ? kept.RemoveRange(0, kept.Length - SiteHistory.MostKept + 1) : kept;
        turn.State = turn.State with { History = new SiteHistory(kept.Add(closed)) };
        Write(turn, closed);
    }

    /// <summary>Each for itself, or while flash is spared those of an hour together: pages are written whole.</summary>
    private static void Write(Turn turn, SitePtu closed)
    {
        if (turn.State.Upkeep.SparesFlash && closed.Start.Minute != LastOfHourMinute)
        {
            return;
        }

        // A clock that was set back tells of quarters anew.
        DateTimeOffset through = turn.State.Upkeep.PtusSavedThrough < closed.Start ? turn.State.Upkeep.PtusSavedThrough : closed.Start - Ptu.Length;
        foreach (SitePtu ptu in turn.State.History.Ptus.Where(p => p.Start > through && closed.Start - p.Start < Hour))
        {
            turn.Save(new Effect.SaveSitePtu(ptu));
        }

        turn.State = turn.State with { Upkeep = turn.State.Upkeep with { PtusSavedThrough = closed.Start } };
    }

    private static SitePtu Closed(SiteState state, RunningPtu ptu)
    {
        WattHours cars = CarsOf(state, ptu.Start);
        bool hasBuilding = state.Configuration.Meters.Any(m => m.Role == MeterRole.Building);
        bool hasSolar = state.Configuration.Meters.Any(m => m.Role == MeterRole.Solar);
        WattHours? import = Whole(ptu.ImportWs, ptu.GridS);
        WattHours? export = Whole(ptu.ExportWs, ptu.GridS);
        WattHours? solar = hasSolar ? Whole(ptu.SolarWs, ptu.SolarS) : null;
        WattHours battery = Whole(ptu.BatteryWs, PtuS) ?? WattHours.Zero;
        WattHours? building = hasBuilding ? Whole(ptu.BuildingWs, ptu.BuildingS)
            : import is { } i && export is { } e && (solar is not null || !hasSolar) ? i - e + (solar ?? WattHours.Zero) - battery - cars
            : null;

        // What a meter a little behind another makes of it; with sun that no meter tells, below zero is the truth.
        building = hasSolar && building < WattHours.Zero ? WattHours.Zero : building;
        double seenS = hasBuilding ? Math.Min(ptu.GridS, ptu.BuildingS) : hasSolar ? Math.Min(ptu.GridS, ptu.SolarS) : ptu.GridS;
        return new SitePtu(ptu.Start, import, export, solar, building, cars, TimeSpan.FromSeconds(Math.Min(PtuS, seenS)));
    }

    /// <summary>Reckoned up to the whole quarter; null where too little of it was seen.</summary>
    private static WattHours? Whole(double ws, double seconds) =>
        seconds < LeastSeen.TotalSeconds ? null : new WattHours((long)Math.Round(ws / seconds * PtuS / 3600));

    private static WattHours CarsOf(SiteState state, DateTimeOffset ptu)
    {
        WattHours sum = WattHours.Zero;
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            foreach (Connector connector in chargePoint.Connectors)
            {
                sum += connector.Session is { } open ? PtuEnergy.In(open.Ptus, ptu) : WattHours.Zero;
            }

            foreach (Session ended in chargePoint.Recent)
            {
                sum += PtuEnergy.In(ended.Ptus, ptu);
            }
        }

        return sum;
    }
}
