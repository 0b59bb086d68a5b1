using System.Collections.Immutable;

namespace Stekker.Edge.Core.Tariffs;

/// <summary>The zones of one tariff together: the first that applies counts.</summary>
public static class TariffZones
{
    /// <summary>Any leap year: it has every date there is.</summary>
    private const int LeapYear = 2028;

    /// <summary>Null where none applies.</summary>
    /// <param name="local">By the site's clocks.</param>
    public static TariffZone? At(ImmutableArray<TariffZone> zones, DateTime local)
    {
        foreach (TariffZone zone in zones)
        {
            if (zone.Applies(local))
            {
                return zone;
            }
        }

        return null;
    }

    /// <summary>The first quarter of the year, on any weekday that date may be, to which no zone applies; null where they cover all.</summary>
    public static ZoneGap? FirstGap(ImmutableArray<TariffZone> zones)
    {
        for (DateOnly day = new(LeapYear, 1, 1); day.Year == LeapYear; day = day.AddDays(1))
        {
            for (DayOfWeek weekday = DayOfWeek.Sunday; weekday <= DayOfWeek.Saturday; weekday++)
            {
                UInt128 open = TariffZone.WholeDay & ~Covered(zones, zones.Length, day, weekday);
                if (open != UInt128.Zero)
                {
                    int quarter = (int)UInt128.TrailingZeroCount(open);
                    return new ZoneGap(day.Month, day.Day, weekday, new TimeOnly(quarter / 4, quarter % 4 * 15));
                }
            }
        }

        return null;
    }

    /// <summary>Never the first that applies: those above it cover all its moments.</summary>
    public static bool IsHidden(ImmutableArray<TariffZone> zones, int index)
    {
        for (DateOnly day = new(LeapYear, 1, 1); day.Year == LeapYear; day = day.AddDays(1))
        {
            for (DayOfWeek weekday = DayOfWeek.Sunday; weekday <= DayOfWeek.Saturday; weekday++)
            {
                if ((zones[index].QuartersOf(Season.Of(day.Month, day.Day), weekday) & ~Covered(zones, index, day, weekday)) != UInt128.Zero)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static UInt128 Covered(ImmutableArray<TariffZone> zones, int count, DateOnly day, DayOfWeek weekday)
    {
        UInt128 covered = UInt128.Zero;
        for (int i = 0; i < count; i++)
        {
            covered |= zones[i].QuartersOf(Season.Of(day.Month, day.Day), weekday);
        }

        return covered;
    }
}

/// <summary>A moment without a price.</summary>
public readonly record struct ZoneGap(int Month, int Day, DayOfWeek Weekday, TimeOnly From);
