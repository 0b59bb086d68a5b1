using Stekker.Edge.Core.Balancing;

namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

/// <summary>Who decides: ours, or one of the simple ways of others, to compare with. Limits in deciamperes, by charger.</summary>
internal enum SimPolicy
{
    Ours,

    /// <summary>Fuse, group fuse and GTV divided by the number of connectors, once; the building is not looked at.</summary>
    StaticShare,

    /// <summary>The same of what the building at its worst leaves.</summary>
    StaticShareBesideBuilding,

    /// <summary>In the order of arrival cars take all they can of what fuse, group fuse and GTV leave beside the building as measured now.</summary>
    FirstComeFirstServed,
}

internal static class SimplePolicies
{
    private const int Volts = 230;

    public static int[] Static(SimSite site, bool besideBuilding)
    {
        int count = site.Chargers.Count;
        GridLimits limits = site.Limits;
        int building = besideBuilding ? site.Building.MostDeciA : 0;
        long forCarsW = limits.Import!.Value.Value - ((long)building * limits.Phases * Volts / 10);
        int byFuse = Math.Max(0, limits.Fuse.Deciamperes - building) / count;
        int byGtv = (int)(Math.Max(0, forCarsW) * 10 / (Volts * limits.Phases * count));
        int inGroup = (count + 1) / 2;
        int[] shares = new int[count];
        for (int i = 0; i < count; i++)
        {
            int byGroup = i % 2 == 0 ? site.GroupFuseDeciA / inGroup : int.MaxValue;
            shares[i] = Whole(Math.Min(Math.Min(byFuse, byGtv), Math.Min(site.Chargers[i].MaxDeciA, byGroup)));
        }

        return shares;
    }

    /// <summary>It sees the building itself, which is more than a meter at the grid connection could tell it.</summary>
    public static int[] FirstComeFirstServed(SimSite site)
    {
        GridLimits limits = site.Limits;
        int highest = 0;
        int sum = 0;
        for (int p = 0; p < limits.Phases; p++)
        {
            highest = Math.Max(highest, site.Building[p]);
            sum += site.Building[p];
        }

        int main = limits.Fuse.Deciamperes - highest;
        int group = site.GroupFuseDeciA;
        long watts = limits.Import!.Value.Value - (sum * Volts / 10);
        int[] shares = new int[site.Chargers.Count];
        foreach (int i in Enumerable.Range(0, shares.Length).Where(i => site.Chargers[i].HasCar).OrderBy(i => site.Chargers[i].CarFrom))
        {
            int byGtv = (int)Math.Clamp(watts * 10 / (Volts * limits.Phases), 0, 10_000);
            shares[i] = Whole(Math.Min(Math.Min(main, byGtv), Math.Min(site.Chargers[i].MaxDeciA, i % 2 == 0 ? group : int.MaxValue)));
            main -= shares[i];
            group -= i % 2 == 0 ? shares[i] : 0;
            watts -= (long)shares[i] * limits.Phases * Volts / 10;
        }

        return shares;
    }

    private static int Whole(int deciA) => deciA < BalancerSettings.LeastDeciA ? 0 : deciA / 10 * 10;
}
