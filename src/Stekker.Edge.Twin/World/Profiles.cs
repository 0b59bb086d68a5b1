namespace Stekker.Edge.Twin.World;

/// <summary>How busy a building is by the hour: 0 is asleep, 1 the busiest of its week. Shapes as grid operators publish them for such connections.</summary>
internal static class Profiles
{
    private static readonly double[] Home = [0.15, 0.1, 0.1, 0.1, 0.1, 0.15, 0.35, 0.6, 0.5, 0.4, 0.35, 0.4, 0.45, 0.4, 0.35, 0.4, 0.55, 0.85, 1, 0.95, 0.85, 0.7, 0.5, 0.3];

    private static readonly double[] Work = [0.1, 0.1, 0.1, 0.1, 0.1, 0.15, 0.3, 0.6, 0.85, 1, 1, 0.95, 0.9, 0.95, 1, 0.9, 0.8, 0.5, 0.3, 0.2, 0.15, 0.1, 0.1, 0.1];

    private static readonly double[] Store = [0.2, 0.2, 0.2, 0.25, 0.5, 0.9, 1, 0.8, 0.5, 0.45, 0.45, 0.5, 0.5, 0.5, 0.5, 0.6, 0.8, 1, 0.9, 0.6, 0.4, 0.3, 0.2, 0.2];

    private static readonly double[] Shop = [0.15, 0.15, 0.15, 0.15, 0.15, 0.2, 0.3, 0.5, 0.75, 0.9, 1, 1, 1, 1, 0.95, 0.95, 1, 1, 0.95, 0.8, 0.6, 0.4, 0.25, 0.2];

    public static double Of(SiteKind kind, DateTimeOffset local)
    {
        double[] day = kind switch { SiteKind.Garage => Home, SiteKind.Office => Work, SiteKind.Depot => Store, _ => Shop };
        double hour = local.Hour + (local.Minute / 60.0);
        int from = (int)hour;
        double there = day[from] + ((day[(from + 1) % 24] - day[from]) * (hour - from));
        bool weekend = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return weekend && kind is SiteKind.Office or SiteKind.Depot ? Math.Min(there, 0.2) : there;
    }
}
