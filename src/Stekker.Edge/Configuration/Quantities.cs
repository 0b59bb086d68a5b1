using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Configuration;

/// <summary>From the numbers installers have on paper (A, V, kW, fractions) to our units.</summary>
internal static class Quantities
{
    private const int MostKw = 100_000;

    /// <summary>Per phase. A car takes nothing below 6 A, yet a fuse may be anything.</summary>
    public static Amperes? Amperes(this ObjectReader from, string name, decimal least = 1, decimal most = 1000) =>
        from.Number(name, least, most, " amperes", 1) is { } a ? Core.Units.Amperes.FromDeciamperes((int)(a * 10)) : null;

    public static Volts? Volts(this ObjectReader from, string name, decimal least, decimal most) =>
        from.Number(name, least, most, " volts", 1) is { } v ? Core.Units.Volts.FromDecivolts((int)(v * 10)) : null;

    /// <param name="least">In kW; with three decimals a watt is told.</param>
    public static Watts? Kilowatts(this ObjectReader from, string name, decimal least = 0.001m) =>
        from.Number(name, least, MostKw, " kilowatts", 3) is { } kw ? new Watts((long)(kw * 1000)) : null;

    public static WattHours? KilowattHours(this ObjectReader from, string name, decimal least, decimal most) =>
        from.Number(name, least, most, " kilowatt-hours", 3) is { } kwh ? new WattHours((long)(kwh * 1000)) : null;

    public static StateOfCharge? Fraction(this ObjectReader from, string name, decimal least = 0) =>
        from.Number(name, least, 1, "", 3) is { } f ? StateOfCharge.FromPermille((int)(f * 1000)) : null;

    public static TimeSpan? Seconds(this ObjectReader from, string name, int least, int most) =>
        from.Whole(name, least, most, " seconds") is { } s ? TimeSpan.FromSeconds(s) : null;
}
