using System.Collections.Immutable;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>What the site leaves for cars: by the fuse of each phase at once; by the kW limits with the PTU's time to make good.</summary>
internal sealed class Budget
{
    private const long Boundless = int.MaxValue;

    private const int BandDeciA = 15;

    private const long CushionW = 100;

    private const long BandW = 600;

    /// <summary>Per phase in deciamperes, at this moment.</summary>
    public required int[] NowDeciA { get; init; }

    public required long NowW { get; init; }

    /// <summary>The same made steady: what shares are reckoned from.</summary>
    public required ImmutableArray<Steadied> SteadyDeciA { get; init; }

    public required Steadied SteadyW { get; init; }

    public static Budget Of(Desk desk)
    {
        int[] now = [(int)Boundless / 4, (int)Boundless / 4, (int)Boundless / 4];
        Steadied[] steady = new Steadied[3];
        for (int p = 0; p < 3; p++)
        {
            bool exists = p < desk.Input.Limits.Phases;
            now[p] = exists ? desk.Input.Limits.Fuse.Deciamperes - desk.Building.Currents[p] : now[p];
            steady[p] = desk.State.PhaseRoom[p].Next(now[p], desk.Settings.Cushion.Deciamperes, BandDeciA, desk.Settings.RaiseDelay, desk.Now.Elapsed);
            TellFuse(desk, p, now[p]);
        }

        long watts = PowerForCars(desk);
        return new Budget
        {
            NowDeciA = now,
            NowW = watts,
            SteadyDeciA = [.. steady],
            SteadyW = watts >= Boundless ? Steadied.Unset : desk.State.PowerRoom.Next(watts, CushionW, BandW, desk.Settings.RaiseDelay, desk.Now.Elapsed),
        };
    }

    public Room RoomNow(Desk desk) => new(desk, NowDeciA, NowW);

    public Room RoomSteady(Desk desk) =>
        new(desk, [(int)SteadyDeciA[0].Value, (int)SteadyDeciA[1].Value, (int)SteadyDeciA[2].Value], SteadyW == Steadied.Unset ? Boundless : SteadyW.Value);

    /// <summary>The tighter of the PTU's average and the grid signals.</summary>
    private static long PowerForCars(Desk desk)
    {
        BuildingLoad building = desk.Building;
        long highW = Math.Max(building.PowerW, building.SlowW);
        long forCars = Boundless;
        if (desk.Input.Limits.Import is { } gtv)
        {
            // A short spike of the building is made good by the rest of the PTU, so long as there is a rest.
            // What nobody measured cannot have been left over: without a meter nothing is borrowed.
            long left = desk.Ptu.AllowedW(gtv.Value, desk.Now);
            long allowed = desk.Rung == MeterRung.None ? Math.Min(left, PtuAccount.Cautious(gtv.Value)) : left;
            forCars = allowed - (desk.Ptu.CanMakeGood(desk.Now) ? building.SlowW : highW);
            TellPower(desk, forCars, highW, gtv.Value, "the contracted capacity");
        }

        foreach (LimitWindow window in desk.Input.Windows)
        {
            if (Holds(desk, window))
            {
                long underCap = window.Cap.Value - (window.Cap.Value * 5 / 1000) - highW;
                TellPower(desk, underCap, highW, window.Cap.Value, $"the limit set by {window.Source}");
                forCars = Math.Min(forCars, underCap);
            }
        }

        if (forCars < 0 && desk.Settings.MinimumWhenOverloaded)
        {
            return (desk.Order.Length * desk.Watts(BalancerSettings.LeastDeciA, desk.Input.Limits.Phases)) + CushionW;
        }

        return Math.Max(forCars, -Boundless);
    }

    /// <summary>Without a trusted clock nobody knows that it is not now.</summary>
    private static bool Holds(Desk desk, LimitWindow window) =>
        !desk.Now.UtcTrusted || (window.From <= desk.Now.Utc && desk.Now.Utc < window.Until);

    private static void TellFuse(Desk desk, int phase, int roomDeciA)
    {
        if (roomDeciA < 0 && desk.Rung == MeterRung.Seen)
        {
            desk.Find(
                $"building-over-fuse:L{phase + 1}",
                TellLevel.Alarm,
                "grid",
                $"The building alone is above the fuse of {desk.Input.Limits.Fuse} on L{phase + 1}: cars there get nothing");
        }
    }

    private static void TellPower(Desk desk, long forCarsW, long buildingW, long limitW, string which)
    {
        if (forCarsW < 0 && buildingW > limitW && desk.Rung == MeterRung.Seen)
        {
            string what = desk.Settings.MinimumWhenOverloaded ? "cars are kept at their minimum" : "cars get nothing";
            desk.Find("building-over-limit", TellLevel.Warning, "grid", $"The building alone takes more than {which} ({limitW / 1000m:0.0} kW): {what}");
        }
    }
}
