using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Savings;

/// <summary>What charging cost, and what was saved.</summary>
internal static class SavingsCommand
{
    private static readonly Option By = new("--period", "PERIOD", "sums per day, week, month or year (else month)");

    public static Command Definition => new("savings", "shows what charging cost, and what was saved", [],
    [
        By,
        new("--from", "DATE", "of sessions plugged in on that day or later"),
        new("--until", "DATE", "of sessions plugged in on that day or before"),
        .. SiteOptions.All,
    ], RunAsync)
    {
        Details = $"""
            A session counts when it has ended, in the period in which its car was plugged in.
            COST is energy from the grid at the prices of each quarter of an hour, and own sun at what it would have earned as export.
            AVERAGE RATE is what the same energy costs at the average price of its month, or at savings.referenceEurPerKwh of the configuration.
            AT ONCE is what it would have cost to charge at full power from the start, at the real prices and with the real sun.
            DATE is {SiteTimes.Expected}.
            """,
    };

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        SavingsQuery query = new(call.Text(By.Name) ?? SavingsQuery.UsualPeriod, call.Moment("--from"), call.Moment("--until"));
        return call.AtDeskAsync(
            async desk =>
            {
                SavingsReport report = (await desk.SavingsAsync(query, cancel)).Expect();
                if (call.WantsJson())
                {
                    call.Terminal.Json(report, ControlJson.Readable.SavingsReport);
                    return;
                }

                call.Terminal.Say(report.Periods.IsEmpty ? "no sessions have ended" : TableOf(report));
                foreach (string note in Notes(report, isUsualFrom: query.From is null))
                {
                    call.Terminal.Note(note);
                }
            },
            cancel);
    }

    private static string TableOf(SavingsReport report)
    {
        Table table = new Table("PERIOD", "SESSIONS", "KWH", "OF IT SUN", "COST EUR", "AVERAGE RATE", "SAVED EUR", "CT/KWH", "AT ONCE", "SAVED EUR")
            .RightAligned(1, 2, 3, 4, 5, 6, 7, 8, 9);
        foreach (SavingsEntry entry in report.Periods.Length > 1 ? report.Periods.Add(report.Total) : report.Periods)
        {
            bool isPriced = entry.PricedWh > 0;
            string Money(decimal eur) => InWords.Eur(isPriced ? eur : null);
            table.Add(
                $"{entry.Period}{(entry.Provisional > 0 ? " *" : "")}",
                entry.Sessions.ToString(CultureInfo.InvariantCulture),
                Kwh(entry.EnergyWh),
                Kwh(entry.SunWh),
                Money(entry.CostEur),
                Money(entry.ReferenceEur),
                Money(entry.SavedEur),
                entry.SavedEurPerKwh is { } each ? string.Create(CultureInfo.InvariantCulture, $"{each * 100:0.0}") : "-",
                Money(entry.AtOnceEur),
                Money(entry.SavedOnAtOnceEur));
        }

        return table.ToString();
    }

    private static IEnumerable<string> Notes(SavingsReport report, bool isUsualFrom)
    {
        SavingsEntry total = report.Total;
        if (total.Provisional > 0)
        {
            yield return $"* of {Sessions(total.Provisional)} the money may still move: prices of their month, or their last quarters, are still to come";
        }

        if (total.WithoutPrices > 0)
        {
            const int shown = 3;
            string quarters = string.Join(", ", total.Unpriced.Take(shown).Select(InWords.Span));
            string more = total.Unpriced.Length > shown ? $" and {total.Unpriced.Length - shown} more times" : "";
            yield return $"{Sessions(total.WithoutPrices)} without prices, whose {Kwh(total.EnergyWh - total.PricedWh)} kWh are not in the money: {quarters}{more}";
        }

        if (report.Running > 0)
        {
            yield return $"{Sessions(report.Running)} with {Kwh(report.RunningWh)} kWh so far {(report.Running == 1 ? "counts" : "count")} when over";
        }

        if (report.Uncertain > 0)
        {
            yield return $"{Sessions(report.Uncertain)} at an uncertain time (the clock had not been set) {(report.Uncertain == 1 ? "is" : "are")} not counted";
        }

        if (isUsualFrom && report.From is { } from)
        {
            yield return $"sessions since {InWords.Time(from)[..10]}; --from shows earlier ones";
        }
    }

    private static string Sessions(int count) => InWords.Count(count, "session", "sessions");

    private static string Kwh(long wh) => string.Create(CultureInfo.InvariantCulture, $"{wh / 1000m:0.0}");
}
