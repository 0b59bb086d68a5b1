using System.Collections.Immutable;
using System.Text.Json;
using Stekker.Edge.Cloud.Messages;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Savings;

namespace Stekker.Edge.Cloud.Reports;

/// <summary>What the sessions of a day cost and saved: topic savings/{date}. Money in EUR, of those sessions whose prices are known.</summary>
/// <param name="Date">By the site's calendar; a session counts on the day its car was plugged in.</param>
/// <param name="At">When it was found that the day is over, or that it changed. The numbers are as of when this was sent.</param>
/// <param name="PricedWh">The energy that the money is for.</param>
/// <param name="CostEur">Grid, sun and imbalance together.</param>
/// <param name="Provisional">Sessions whose money may still move.</param>
/// <param name="WithoutPrices">Sessions whose energy is counted and whose money is not.</param>
/// <param name="Uncertain">Sessions of the day that are over at times that were never certain: not counted.</param>
public sealed record SavingsMessage(
    string Date,
    string At,
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
    ImmutableArray<SpanEntry> Unpriced,
    int Uncertain)
{
    /// <param name="settlements">Tells those of sessions plugged in from one moment (UTC) until another, and how many there are without any.</param>
    public static byte[] Render(DateOnly day, string timeZone, DateTimeOffset at, Func<DateTimeOffset?, DateTimeOffset?, Action<Settlement>, int> settlements)
    {
        SiteTimes times = SiteTimes.In(timeZone);
        string date = SiteTimes.Write(day);
        SavingsSum sum = SavingsSum.Nothing;
        int uncertain = settlements(times.Begin(date)?.ToUniversalTime(), times.End(date)?.ToUniversalTime(), s => sum = sum.With(s));
        SavingsEntry e = SavingsEntry.Of(date, day, day, sum, times);
        SavingsMessage message = new(
            date,
            times.Write(at),
            e.Sessions,
            e.EnergyWh,
            e.SunWh,
            e.PricedWh,
            e.CostEur,
            e.GridEur,
            e.SunEur,
            e.ImbalanceEur,
            e.ReferenceEur,
            e.AtOnceEur,
            e.SavedEur,
            e.SavedOnAtOnceEur,
            e.SavedEurPerKwh,
            e.Provisional,
            e.WithoutPrices,
            e.Unpriced,
            uncertain);
        return JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Plain.SavingsMessage);
    }
}
