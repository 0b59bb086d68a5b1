using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// Tells the building from the cars in the grid meter's reading, and takes the fail-safe ladder's rungs when the meter is silent.
/// Chargers report seldom and obey late, so a car's part is known as a range; within it the building is taken to be as it was. When a
/// phase is over its fuse, the cars' parts are taken as last measured, which makes the building large and the cut deep enough.
/// </summary>
internal static class BuildingEstimate
{
    /// <summary>A charger's sample and the grid's reading so close together belong together.</summary>
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(1.2);

    private static readonly long SmoothMs = 30_000;

    public static void Estimate(Desk desk)
    {
        BuildingLoad before = desk.State.Building;
        desk.Building = desk.Rung == MeterRung.Seen ? Seen(desk, desk.Input.Grid!, before) : Assumed(desk, before);
        Tell(desk);
    }

    private static BuildingLoad Assumed(Desk desk, BuildingLoad before)
    {
        // Not below what was measured a moment ago.
        BaseLoad known = BaseLoad.Of(desk);
        bool recent = desk.Rung == MeterRung.Stale && before.IsKnown;
        PhaseCurrents currents = recent ? known.Currents.Highest(before.Currents) : known.Currents;
        long powerW = recent ? Math.Max(known.PowerW, before.PowerW) : known.PowerW;
        return new BuildingLoad(true, currents, powerW, powerW, desk.Now.Elapsed);
    }

    private static BuildingLoad Seen(Desk desk, GridReading grid, BuildingLoad before)
    {
        if (before.IsKnown && before.ReadAt == grid.At)
        {
            // Samples that came after the reading tell of cars that have obeyed since; held against it they would make the building
            // larger than it is, and everyone would be cut once more for the same excess.
            return before with { At = desk.Now.Elapsed, SlowW = Smooth(before, before.PowerW, desk.Now.Elapsed), OverSince = desk.OverSince };
        }

        Span<int> low = stackalloc int[3];
        Span<int> high = stackalloc int[3];
        Span<int> likely = stackalloc int[3];
        for (int i = 0; i < desk.Count; i++)
        {
            AddPart(desk, i, grid.At, low, high, likely);
        }

        Span<int> building = stackalloc int[3];
        int cars = 0;
        for (int p = 0; p < desk.Input.Limits.Phases; p++)
        {
            int g = grid.Currents[p];
            int was = before.IsKnown ? before.Currents[p] : g - low[p];
            int atLeast = g > desk.Input.Limits.Fuse.Deciamperes ? Math.Max(was, g - likely[p]) : was;
            building[p] = Math.Clamp(atLeast, g - high[p], g - low[p]);
            cars += g - building[p];
        }

        long powerW = desk.ImportW(grid) - desk.Watts(cars, 1);
        PhaseCurrents currents = PhaseCurrents.FromDeciamperes(building[0], building[1], building[2]);
        return new BuildingLoad(true, currents, powerW, Smooth(before, powerW, desk.Now.Elapsed), desk.Now.Elapsed, desk.OverSince, grid.At, desk.ReadEvery);
    }

    private static long Smooth(BuildingLoad before, long powerW, TimeSpan at)
    {
        if (!before.IsKnown)
        {
            return powerW;
        }

        long pastMs = Math.Min(SmoothMs, (long)(at - before.At).TotalMilliseconds);
        return before.SlowW + ((powerW - before.SlowW) * pastMs / SmoothMs);
    }

    /// <summary>What a connector was drawing when the grid was read: at least, at most, and as last measured.</summary>
    private static void AddPart(Desk desk, int i, TimeSpan readAt, Span<int> low, Span<int> high, Span<int> likely)
    {
        ConnectorInput c = desk.Input.Connectors[i];
        ref readonly ConnectorMemory m = ref desk.Memory[i];
        int? drawn = Obedience.Drawn(desk, c);

        // While a grant works its way to the car its current moves within that second: then the sample is one end of a range, not the part.
        // A charger may send its sample a second or two after taking it: after a raise an old one, held against a grid meter that shows the
        // car's new current already, would make the building as much larger and take the raise back, over and over. Above the fuse there is
        // no time to wait for a better one: then a cut too deep is the lesser evil.
        bool isNear = drawn is not null && (c.Drawn!.Value.At - readAt).Duration() <= Same;
        TimeSpan onItsWay = m.GrantedDeciA > m.PriorDeciA && desk.Haste == Haste.None ? desk.Settings.Settling : desk.Settings.Latency;
        if (isNear && readAt - m.GrantedAt >= onItsWay)
        {
            AddMeasured(desk.Wiring[i], c.Drawn!.Value.Currents, low, high, likely);
            return;
        }

        if (c.Session is null && drawn is null or 0 && desk.Held[i] == 0)
        {
            return;
        }

        int told = readAt < m.GrantedAt + desk.Settings.SecondCutAfter ? Math.Max(m.PriorDeciA, m.GrantedDeciA) : m.GrantedDeciA;
        told = desk.Haste == Haste.None && readAt < m.GrantedAt + desk.Settings.Settling ? Math.Max(told, m.UnshownDeciA) : told;
        bool loose = !c.Online || m.Ignores || c.Session is null;
        int most = loose ? desk.Held[i] : isNear ? Math.Max(told, drawn!.Value) : told;
        int least = drawn is { } d ? (loose ? d : Math.Min(d, Math.Min(told, m.GrantedDeciA))) : 0;
        most = Math.Max(most, least);
        int cap = desk.Haste == Haste.SecondCut && !loose ? Math.Max(least, Math.Min(most, m.GrantedDeciA)) : most;
        int probably = drawn is { } seen ? Math.Clamp(seen, least, cap) : cap;
        int possible = desk.Mask(i);
        int certain = desk.Wiring[i].Certain(m.UsedPhases != 0 || m.Phases == 1 ? desk.Used(i) : 0);
        for (int p = 0; p < 3; p++)
        {
            bool sure = m.UsedPhases != 0 && (certain & (1 << p)) != 0;
            low[p] += sure ? least : 0;
            likely[p] += sure ? probably : 0;
            high[p] += (possible & (1 << p)) != 0 ? most : 0;
        }
    }

    private static void AddMeasured(PhaseWiring wiring, PhaseCurrents drawn, Span<int> low, Span<int> high, Span<int> likely)
    {
        Span<int> least = [int.MaxValue, int.MaxValue, int.MaxValue];
        Span<int> most = stackalloc int[3];
        for (int order = 0; order < PhaseWiring.OrderCount; order++)
        {
            if ((wiring.Orders & (1 << order)) == 0)
            {
                continue;
            }

            for (int k = 0; k < 3; k++)
            {
                int p = PhaseWiring.OrderOf(order, k);
                least[p] = Math.Min(least[p], drawn[k]);
                most[p] = Math.Max(most[p], drawn[k]);
            }
        }

        for (int p = 0; p < 3; p++)
        {
            low[p] += least[p];
            likely[p] += least[p];
            high[p] += most[p];
        }
    }

    private static void Tell(Desk desk)
    {
        if (desk.Rung == MeterRung.None)
        {
            BaseLoad.Of(desk).TellNoMeter(desk);
        }
        else if (desk.Rung == MeterRung.Stale)
        {
            desk.Find(
                "grid-meter-silent",
                TellLevel.Warning,
                "grid",
                $"The grid meter has been silent for more than {desk.Settings.MeterStaleAfter.TotalSeconds:0} s; "
                    + $"reckoning with a building load of {desk.Building.PowerW / 1000m:0.0} kW");
        }
        else if (desk.Rung == MeterRung.Lost)
        {
            desk.Find("grid-meter-lost", TellLevel.Alarm, "grid", desk.Input.Grid is null
                ? "No reading of the grid meter yet; every connector gets its safe share"
                : $"The grid meter has been silent for more than {desk.Settings.MeterLostAfter.TotalSeconds:0} s; every connector gets its safe share");
        }
    }
}
