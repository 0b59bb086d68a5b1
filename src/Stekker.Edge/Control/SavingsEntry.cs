using System.Collections.Immutable;
using Stekker.Edge.Core.Savings;

namespace Stekker.Edge.Control;

/// <summary>What sessions together cost and saved; money in EUR, of those sessions whose prices are known.</summary>
/// <param name="Period">"2026-11-27", "2026-W48", "2026-11", "2026", or "total".</param>
/// <param name="From">Its first day; null of a total.</param>
/// <param name="Until">Its last day.</param>
/// <param name="PricedWh">The energy that the money is for.</param>
/// <param name="CostEur">Grid, sun and imbalance together.</param>
/// <param name="SunEur">What the sun in the cars would have earned as export.</param>
/// <param name="ReferenceEur">The same energy at the average rate.</param>
/// <param name="AtOnceEur">The same energy at full power from the start, at the real prices.</param>
/// <param name="SavedEur">Against the average rate.</param>
/// <param name="SavedOnAtOnceEur">Against charging at once.</param>
/// <param name="Provisional">Sessions whose money may still move.</param>
/// <param name="WithoutPrices">Sessions whose energy is counted and whose money is not.</param>
/// <param name="Unpriced">The quarters those lack.</param>
public sealed record SavingsEntry(
    string Period,
    string? From,
    string? Until,
    int Sessions,
    long EnergyWh,
    long SunWh,
    long PricedWh,
    decimal CostEur,
    decimal GridEur,
    decimal SunEur,
    decimal ImbalanceEur,
    decimal ReferenceEur,
    decimal AtOnceEur,
    decimal SavedEur,
    decimal SavedOnAtOnceEur,
    decimal? SavedEurPerKwh,
    int Provisional,
    int WithoutPrices,
    ImmutableArray<SpanEntry> Unpriced)
{
    public static SavingsEntry Of(string period, DateOnly? from, DateOnly? until, SavingsSum sum, SiteTimes times) => new(
        period,
        from is { } first ? SiteTimes.Write(first) : null,
        until is { } last ? SiteTimes.Write(last) : null,
        sum.Sessions,
        sum.Energy.Value,
        sum.Sun.Value,
        sum.PricedEnergy.Value,
        sum.Money.CostEur,
        sum.Money.GridEur,
        sum.Money.SunEur,
        sum.Money.ImbalanceEur,
        sum.Money.ReferenceEur,
        sum.Money.AtOnceEur,
        sum.Money.SavedEur,
        sum.Money.SavedOnAtOnceEur,
        sum.SavedEurPerKwh is { } each ? SettledMoney.Rounded(each) : null,
        sum.Provisional,
        sum.WithoutPrices,
        SpanEntry.Of(sum.Unpriced, times));
}

/// <summary>Quarters of an hour in a row; the end not included.</summary>
public sealed record SpanEntry(string From, string Until)
{
    public static ImmutableArray<SpanEntry> Of(ImmutableArray<QuarterSpan> spans, SiteTimes times) => [.. spans.Select(s => new SpanEntry(times.Write(s.From), times.Write(s.Until)))];
}

/// <summary>Savings by period, and what is not in them.</summary>
/// <param name="From">What was asked for, or where the report begins by itself: sessions plugged in then or later; null is all.</param>
/// <param name="Running">Sessions that count when they end.</param>
/// <param name="Uncertain">Sessions that are over at times that were never certain.</param>
public sealed record SavingsReport(
    string By, string? From, ImmutableArray<SavingsEntry> Periods, SavingsEntry Total, int Running, long RunningWh, int Uncertain);

/// <param name="By">day, week, month or year.</param>
/// <param name="From">A date or moment: sessions plugged in then or later; null is as far back as one looks at such periods.</param>
/// <param name="Until">A date (through its end) or moment: sessions plugged in before.</param>
public sealed record SavingsQuery(string By = SavingsQuery.UsualPeriod, string? From = null, string? Until = null)
{
    public const string UsualPeriod = "month";
}
