using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Forecasting;

/// <summary>
/// The building's load by its own history: the same quarter of the same weekday in the last weeks; with fewer of those, of working days or
/// days off; with fewer still, of any day. What the last hour was above or below that is carried on for a while.
/// </summary>
internal static class BuildingForecast
{
    private const int Weeks = 5;
    private const int Days = 14;

    /// <summary>So many of a kind make a mean.</summary>
    private const int Enough = 2;

    private const int RecentPtus = 4;

    private static readonly TimeSpan Fades = TimeSpan.FromHours(2);

    public static double[] Of(SiteState state, DateTimeOffset from, int ptus)
    {
        double[] kw = new double[ptus];
        SiteHistory history = state.History;
        if (history.Ptus.IsEmpty)
        {
            Array.Fill(kw, Unseen(state));
            return kw;
        }

        TimeZoneInfo zone = SiteZone.Of(state.Configuration.TimeZone);
        double above = RecentlyAbove(history, zone, from);
        for (int t = 0; t < ptus; t++)
        {
            DateTimeOffset ptu = from + (t * Ptu.Length);
            double usual = Usual(history, zone, ptu) ?? Unseen(state);
            double expected = usual + (above * Math.Exp(-(t * Ptu.Length) / Fades));
            kw[t] = usual < 0 ? expected : Math.Max(0, expected);
        }

        return kw;
    }

    /// <summary>Nothing was ever measured: as it is now, as far as the balancer can tell; else half of what the installer gave as its highest.</summary>
    private static double Unseen(SiteState state)
    {
        BuildingLoad now = state.Steering.Balancer.Building;
        return now is { IsKnown: true, ReadAt: not null } ? now.SlowW / 1000.0 : (state.Configuration.Grid.FallbackBaseLoad?.Value ?? 0) / 2000.0;
    }

    private static double RecentlyAbove(SiteHistory history, TimeZoneInfo zone, DateTimeOffset from)
    {
        double sum = 0;
        int seen = 0;
        for (int i = 1; i <= RecentPtus; i++)
        {
            DateTimeOffset ptu = from - (i * Ptu.Length);
            if (Kw(history, ptu) is { } was && Usual(history, zone, ptu) is { } usual)
            {
                sum += was - usual;
                seen++;
            }
        }

        return seen == 0 ? 0 : sum / seen;
    }

    private static double? Usual(SiteHistory history, TimeZoneInfo zone, DateTimeOffset ptu)
    {
        DateTime local = SiteZone.LocalOf(zone, ptu);
        DateOnly day = DateOnly.FromDateTime(local);
        TimeOnly time = TimeOnly.FromDateTime(local);
        Mean weekday = default;
        for (int week = 1; week <= Weeks; week++)
        {
            weekday = weekday.With(KwAt(day.AddDays(-7 * week)));
        }

        if (weekday.Count >= Enough)
        {
            return weekday.Value;
        }

        Mean alike = default;
        Mean any = default;
        for (int back = 1; back <= Days; back++)
        {
            DateOnly past = day.AddDays(-back);
            double? kw = KwAt(past);
            any = any.With(kw);
            alike = IsOff(past) == IsOff(day) ? alike.With(kw) : alike;
        }

        return alike.Count >= Enough ? alike.Value : any.Count > 0 ? any.Value : null;

        double? KwAt(DateOnly past) => Kw(history, SiteZone.At(zone, past, time));
    }

    private static bool IsOff(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static double? Kw(SiteHistory history, DateTimeOffset ptu) => history.At(ptu)?.Building is { } wh ? wh.Value * 4 / 1000.0 : null;

    private readonly record struct Mean(double Sum, int Count)
    {
        public double Value => Sum / Count;

        public Mean With(double? kw) => kw is { } known ? new Mean(Sum + known, Count + 1) : this;
    }
}
