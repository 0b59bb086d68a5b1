namespace Stekker.Edge.Core.Tariffs;

/// <summary>
/// A part of the week and the year with its own price, by the site's clocks. The weekday is that of the moment itself: in a zone of Friday
/// 23:00-07:00, Saturday 02:00 is not, and Friday 02:00 is. In autumn both passes of the repeated hour count as that hour.
/// </summary>
/// <param name="PriceEurPerKwh">Before surcharge, tax and VAT.</param>
public sealed record TariffZone(decimal PriceEurPerKwh)
{
    /// <summary>Quarters of an hour in a day of the clock's face.</summary>
    public const int QuartersPerDay = 96;

    public static readonly UInt128 WholeDay = (UInt128.One << QuartersPerDay) - UInt128.One;

    public const byte WholeWeek = 0x7F;

    /// <summary>For people: "night". Null where nobody named it.</summary>
    public string? Name { get; init; }

    /// <summary>Bit 0 is Sunday, as <see cref="DayOfWeek"/> counts.</summary>
    public byte Weekdays { get; init; } = WholeWeek;

    /// <summary>Bit 0 is 00:00-00:15.</summary>
    public UInt128 Quarters { get; init; } = WholeDay;

    public Season Season { get; init; } = Season.WholeYear;

    /// <param name="local">By the site's clocks.</param>
    public bool Applies(DateTime local) => Applies(Season.Of(local.Month, local.Day), local.DayOfWeek, (local.Hour * 4) + (local.Minute / 15));

    internal bool Applies(int monthDay, DayOfWeek weekday, int quarter) => (QuartersOf(monthDay, weekday) >> quarter & UInt128.One) != UInt128.Zero;

    /// <summary>The quarters in which it applies on such a day.</summary>
    internal UInt128 QuartersOf(int monthDay, DayOfWeek weekday) =>
        (Weekdays >> (int)weekday & 1) != 0 && Season.Contains(monthDay) ? Quarters : UInt128.Zero;
}

/// <summary>Days of each year, both included; it may go over New Year. A day is month x 100 + day: 1231 is 31 December.</summary>
public readonly record struct Season(int From, int Until)
{
    public static readonly Season WholeYear = new(Of(1, 1), Of(12, 31));

    public static int Of(int month, int day) => (month * 100) + day;

    public bool Contains(int monthDay) => From <= Until ? monthDay >= From && monthDay <= Until : monthDay >= From || monthDay <= Until;
}
