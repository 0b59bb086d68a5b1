using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>No phase above its fuse for longer than the settling time, at the main fuse and at each group's.</summary>
internal sealed class FuseWatch
{
    /// <summary>What a meter's noise and tenths of an ampere hide; a gG fuse carries a quarter more than its rating for an hour (IEC 60269-1).</summary>
    private const double ToleranceA = 0.3;

    private readonly Reach reach;
    private readonly Violations violations;
    private readonly ExcuseBook excuses;
    private readonly double mainA;
    private readonly ImmutableArray<(string Id, double FuseA, int[] Evses)> groups;
    private readonly Spell[] spells;
    private readonly double settlingS;

    public FuseWatch(SiteConfiguration site, TwinWorld world, Reach reach, Violations violations, ExcuseBook excuses)
    {
        (this.reach, this.violations, this.excuses) = (reach, violations, excuses);
        mainA = site.Grid.Fuse.Deciamperes / 10.0;
        groups = [.. site.Groups.Select(g => (g.Id, g.Fuse.Deciamperes / 10.0, Behind(site, world, g.Id)))];
        spells = new Spell[3 * (1 + groups.Length)];

        // The settling time, and the second in which it is measured.
        settlingS = site.Balancing.Balancer.Settling.TotalSeconds + 1;
    }

    /// <summary>A stretch of time above a fuse.</summary>
    private struct Spell
    {
        public double OverS;
        public double UnexcusedS;
        public bool Told;
        public bool Excused;
    }

    /// <summary>Highest true current of a phase.</summary>
    public double PeakA { get; private set; }

    public void Passes(TwinWorld world, double seconds)
    {
        for (int p = 0; p < world.Settings.GridPhases; p++)
        {
            double gridA = world.GridA(p);
            PeakA = Math.Max(PeakA, gridA);
            if (gridA <= mainA + ToleranceA)
            {
                spells[p] = default;
                continue;
            }

            double buildingA = Reach.BuildingA(world, p);
            double beyondA = BeyondA(world, p, null);
            double unseenA = reach.UnseenA(world, p);
            double allowedA = Math.Max(mainA, buildingA + beyondA) + unseenA;
            bool uncontrolled = reach.IsUncontrolled(world.At);
            allowedA = uncontrolled ? Math.Max(allowedA, reach.UncontrolledA(world, p, mainA)) : allowedA;
            Excuse excuse = buildingA > mainA ? Excuse.BuildingAlone : uncontrolled ? Excuse.EdgeDown : unseenA > 0 ? Excuse.MeterSilent : Excuse.ChargerBeyondReach;
            Count(ref spells[p], seconds, gridA <= allowedA + ToleranceA, excuse, world, "fuse", p, gridA, mainA, buildingA);
        }

        for (int g = 0; g < groups.Length; g++)
        {
            PassesGroup(world, seconds, g);
        }
    }

    private void PassesGroup(TwinWorld world, double seconds, int g)
    {
        (string id, double fuseA, int[] evses) = groups[g];
        for (int p = 0; p < world.Settings.GridPhases; p++)
        {
            double carsA = 0;
            foreach (int i in evses)
            {
                carsA += world.Evses[i].GridA(p);
            }

            ref Spell spell = ref spells[(3 * (g + 1)) + p];
            if (carsA <= fuseA + ToleranceA)
            {
                spell = default;
                continue;
            }

            bool excused = carsA <= Math.Max(fuseA, BeyondA(world, p, evses)) + ToleranceA;
            Count(ref spell, seconds, excused, Excuse.ChargerBeyondReach, world, $"fuse of {id}", p, carsA, fuseA, 0);
        }
    }

    private void Count(ref Spell spell, double seconds, bool isExcused, Excuse excuse, TwinWorld world, string which, int phase, double isA, double fuseA, double buildingA)
    {
        spell.OverS += seconds;
        spell.UnexcusedS = isExcused ? 0 : spell.UnexcusedS + seconds;
        if (isExcused && spell.OverS > settlingS && !spell.Excused)
        {
            spell.Excused = true;
            excuses.CountFuse(excuse);
        }

        if (spell.UnexcusedS > settlingS && !spell.Told)
        {
            spell.Told = true;
            violations.Add(which, world.Utc, string.Create(
                CultureInfo.InvariantCulture,
                $"L{phase + 1} at {isA:0.0} A above its fuse of {fuseA:0.#} A for {spell.UnexcusedS:0.0} s (building {buildingA:0.0} A)"));
        }
    }

    private double BeyondA(TwinWorld world, int phase, int[]? among)
    {
        double sumA = 0;
        for (int i = 0; i < world.Evses.Length; i++)
        {
            if (reach.IsBeyond(i, world.At) && (among is null || Array.IndexOf(among, i) >= 0))
            {
                sumA += world.Evses[i].GridA(phase);
            }
        }

        return sumA;
    }

    private static int[] Behind(SiteConfiguration site, TwinWorld world, string groupId)
    {
        bool IsBehind(string? group) => group is not null && (group == groupId || IsBehind(site.Group(group)?.Parent));
        return [.. Enumerable.Range(0, world.Evses.Length).Where(i => IsBehind(site.ChargePoint(world.Evses[i].ChargePointId)?.Group))];
    }
}
