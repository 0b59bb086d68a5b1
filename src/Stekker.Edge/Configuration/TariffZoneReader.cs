using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Configuration;

/// <summary>Zones of a time-of-use tariff, as on the contract: "mon-fri", "23:00-07:00", "oct-mar".</summary>
internal static class TariffZoneReader
{
    private const string RightWeekdays = "must be days of the week, as \"mon-fri\" or \"sat,sun\" (mon tue wed thu fri sat sun)";

    private const string RightHours = "must be hours of the day, as \"07:00-23:00\" or \"23:00-07:00,12:00-14:00\", beginning and ending at a quarter of an hour";

    private const string RightSeason = "must be a part of the year, as \"oct-mar\" or \"15 oct-14 mar\"";

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static ImmutableArray<TariffZone> Read(List<ObjectReader> items)
    {
        List<TariffZone> read = [];
        foreach (ObjectReader from in items)
        {
            from.Require("priceEurPerKwh", "what a kWh costs in this zone, before surcharge, tax and VAT");
            string? name = from.Text("name", ConfigurationTexts.Id);
            decimal? price = TariffReader.Price(from, "priceEurPerKwh");
            read.Add(new TariffZone(price ?? 0)
            {
                Name = name,
                Weekdays = from.Text("weekdays", t => Weekdays(t) is null ? RightWeekdays : null) is { } days ? Weekdays(days)!.Value : TariffZone.WholeWeek,
                Quarters = from.Text("hours", t => Quarters(t) is null ? RightHours : null) is { } hours ? Quarters(hours)!.Value : TariffZone.WholeDay,
                Season = from.Text("season", t => Part(t) is null ? RightSeason : null) is { } season ? Part(season)!.Value : Season.WholeYear,
            });
            from.Finish();
        }

        return [.. read];
    }

    /// <summary>Every moment needs a price, and a zone that can never be the first to apply is a slip.</summary>
    public static void CheckCover(ObjectReader from, TariffSettings tariff)
    {
        if (!from.IsRight("zones"))
        {
            return;
        }

        if (tariff.PriceEurPerKwh is null && !from.Has("priceEurPerKwh") && TariffZones.FirstGap(tariff.Zones) is { } gap)
        {
            string moment = FormattableString.Invariant($"{Days[(int)gap.Weekday]} {gap.From:HH:mm} on {gap.Day} {Months[gap.Month - 1]}");
            from.Error("zones", $"must cover every moment: none applies at {moment}; priceEurPerKwh beside them is the price of all other moments");
        }

        for (int i = 0; i < tariff.Zones.Length; i++)
        {
            if (TariffZones.IsHidden(tariff.Zones, i))
            {
                from.Warn(ObjectReader.Item("zones", i), "never applies: the zones above it cover all its moments, and the first that applies counts");
            }
        }
    }

    private static byte? Weekdays(string text)
    {
        int set = 0;
        foreach (string part in Parts(text))
        {
            string[] ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            int first = Array.IndexOf(Days, ends[0]);
            int last = Array.IndexOf(Days, ends[^1]);
            if (first < 0 || last < 0)
            {
                return null;
            }

            for (int day = first; ; day = (day + 1) % Days.Length)
            {
                set |= 1 << day;
                if (day == last)
                {
                    break;
                }
            }
        }

        return (byte)set;
    }

    private static UInt128? Quarters(string text)
    {
        UInt128 set = UInt128.Zero;
        foreach (string part in Parts(text))
        {
            string[] ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            if (ends.Length != 2 || Quarter(ends[0]) is not { } first || Quarter(ends[1]) is not { } end || first == end || first == TariffZone.QuartersPerDay)
            {
                return null;
            }

            set |= first < end ? Below(end) & ~Below(first) : Below(end) | (TariffZone.WholeDay & ~Below(first));
        }

        return set;
    }

    private static UInt128 Below(int quarter) => (UInt128.One << quarter) - UInt128.One;

    private static int? Quarter(string text) =>
        text == "24:00" ? TariffZone.QuartersPerDay
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) && time.Minute % 15 == 0 ? (time.Hour * 4) + (time.Minute / 15)
        : null;

    private static Season? Part(string text)
    {
        string[] ends = text.Trim().ToLowerInvariant().Split('-', StringSplitOptions.TrimEntries);
        return ends.Length == 2 && MonthDay(ends[0], ofWholeMonth: 1) is { } first && MonthDay(ends[1], ofWholeMonth: null) is { } last ? new Season(first, last) : null;
    }

    /// <param name="ofWholeMonth">The day where only a month is said; null is its last.</param>
    private static int? MonthDay(string text, int? ofWholeMonth)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int month = words.Length == 0 ? 0 : Array.IndexOf(Months, words[^1]) + 1;
        if (month == 0 || words.Length > 2)
        {
            return null;
        }

        // A leap year's: 29 February is a date.
        int longest = DateTime.DaysInMonth(2028, month);
        int day = ofWholeMonth ?? longest;
        bool good = words.Length == 1 || (int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out day) && day >= 1 && day <= longest);
        return good ? Season.Of(month, day) : null;
    }

    private static string[] Parts(string text) => text.Trim().ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
}
