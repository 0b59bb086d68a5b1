using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Prices;

/// <summary>One TimeSeries of a price document, as it says itself.</summary>
internal sealed class EntsoESeries
{
    /// <summary>A01 is day-ahead, A07 intraday.</summary>
    public string? Contract { get; set; }

    public string? Sequence { get; set; }

    public string? Domain { get; set; }

    public string? Currency { get; set; }

    public string? Unit { get; set; }

    /// <summary>A01: each position is there. A03: one that is missing repeats the one before.</summary>
    public string? Curve { get; set; }

    public List<EntsoEPeriod> Periods { get; } = [];

    public string? WhyNot =>
        Currency is not (null or "EUR") ? $"its prices are in {Currency}, and only EUR are reckoned with here"
        : Unit is not (null or "MWH") ? $"its prices are per {Unit}, not per MWH"
        : Curve is not (null or "A01" or "A03") ? $"its curve type {Curve} is none of A01 and A03"
        : null;
}

/// <summary>A stretch of time in equal steps.</summary>
internal sealed class EntsoEPeriod
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    public string? Start { get; set; }

    public string? End { get; set; }

    public string? Resolution { get; set; }

    public List<(string? Position, string? Amount)> Points { get; } = [];

    public int? Minutes => Resolution switch
    {
        "PT15M" => 15,
        "PT30M" => 30,
        "PT60M" or "PT1H" => 60,
        _ => null,
    };

    /// <summary>What is wrong with it; null where <see cref="Rows"/> can be asked.</summary>
    public string? WhyNot
    {
        get
        {
            if (Minutes is not { } minutes)
            {
                return $"its resolution {Resolution ?? "is missing"} is none of PT15M, PT30M and PT60M";
            }

            if (Moment(Start) is not { } start || Moment(End) is not { } end || end <= start || end - start > Longest
                || start != Ptu.StartOf(start) || (end - start).Ticks % TimeSpan.FromMinutes(minutes).Ticks != 0)
            {
                return $"its period from {Start} to {End} is no stretch of {Resolution} steps";
            }

            int steps = Steps(start, end, minutes);
            foreach ((string? position, string? amount) in Points)
            {
                if (Whole(position) is not { } at || at < 1 || at > steps)
                {
                    return $"position {position ?? "(none)"} is not within its period of {steps} steps";
                }

                if (Price(amount) is not { } price)
                {
                    return $"price.amount {amount ?? "(none)"} at position {position} is no number";
                }

                if (Math.Abs(price) > SpotSeries.MostEurPerKwh)
                {
                    return $"price.amount {amount} EUR/MWh at position {position} cannot be";
                }
            }

            return null;
        }
    }

    /// <param name="repeats">A missing position repeats the one before; else it is a hole.</param>
    public ImmutableArray<PtuSpot> Rows(bool repeats)
    {
        DateTimeOffset start = Moment(Start)!.Value;
        int minutes = Minutes!.Value;
        decimal?[] prices = new decimal?[Steps(start, Moment(End)!.Value, minutes)];
        foreach ((string? position, string? amount) in Points)
        {
            prices[Whole(position)!.Value - 1] = Price(amount);
        }

        ImmutableArray<PtuSpot>.Builder rows = ImmutableArray.CreateBuilder<PtuSpot>();
        decimal? before = null;
        for (int i = 0; i < prices.Length; i++)
        {
            before = prices[i] ?? (repeats ? before : null);
            if (before is { } price)
            {
                rows.AddRange(SpotSeries.Quarters(start.AddMinutes(i * minutes), TimeSpan.FromMinutes(minutes), price));
            }
        }

        return rows.DrainToImmutable();
    }

    private static int Steps(DateTimeOffset start, DateTimeOffset end, int minutes) => (int)((end - start).TotalMinutes / minutes);

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at : null;

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>From EUR per MWh to EUR per kWh.</summary>
    private static decimal? Price(string? text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number / 1000 : null;
}
