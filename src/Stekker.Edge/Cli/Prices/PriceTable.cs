using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Prices;

/// <summary>A day's prices as a table: by the hour where each hour has one price, else by the quarter.</summary>
internal static class PriceTable
{
    public static Task<int> ShowAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            PriceDay day = (await desk.PricesAsync(call.Text("--day"), cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(day, ControlJson.Readable.PriceDay);
                return;
            }

            foreach (string line in Lines(call, day))
            {
                call.Terminal.Say(line);
            }
        },
        cancel);

    private static IEnumerable<string> Lines(Invocation call, PriceDay day)
    {
        if (day.Tariff is null)
        {
            yield return $"this site has no tariff: prices play no part; \"tariff\" in its configuration says what a kWh costs{(call.Has(SiteOptions.Config.Name) ? "" : ", and --config names the file where no daemon runs")}";
            yield break;
        }

        ImmutableArray<PriceQuarter> rows = ByTheHour(day.Quarters);
        if (rows.All(r => r.ImportEurPerKwh is null))
        {
            yield return $"no prices of {day.Area} are known: 'stekker-edge prices import FILE{call.SameSite()}' takes them in, and \"prices\": {{ \"entsoe\": … }} in the configuration fetches them";
            yield break;
        }

        decimal? cheapest = rows.Min(r => r.ImportEurPerKwh);
        bool imbalance = rows.Any(r => r.ImbalanceEurPerKwh is not (null or 0));
        bool changes = rows.Any(r => Moment(r.Start).Offset != Moment(rows[0].Start).Offset);
        Table table = new Table(["FROM", "IMPORT", "FEED-IN", "MARKET", .. imbalance ? ["IMBALANCE"] : Array.Empty<string>(), ""]).RightAligned(1, 2, 3, imbalance ? 4 : 3);
        foreach (PriceQuarter row in rows)
        {
            string mark = row.ImportEurPerKwh == cheapest ? "cheapest" : "";
            string source = row.Source switch { "usual" => "not known: as usual", null => "not known", _ => "" };
            string[] prices = [Price(row.ImportEurPerKwh), Price(row.FeedInEurPerKwh), Price(row.SpotEurPerKwh), .. imbalance ? [Price(row.ImbalanceEurPerKwh)] : Array.Empty<string>()];
            table.Add([Time(row.Start, changes), .. prices, string.Join(", ", new[] { mark, source }.Where(t => t.Length > 0))]);
        }

        yield return $"{day.Day}, EUR per kWh ({InWords(day)})";
        yield return table.ToString();
    }

    private static string InWords(PriceDay day) => day.Tariff switch
    {
        "dynamic" => $"day-ahead prices of {day.Area}{(day.KnownUntil is { } until ? $", known until {Showing.InWords.Until(until)}" : "")}",
        "timeOfUse" => "zones of the week",
        _ => "one price",
    };

    /// <summary>Rows of quarters, or of hours where no hour has two prices.</summary>
    private static ImmutableArray<PriceQuarter> ByTheHour(ImmutableArray<PriceQuarter> quarters)
    {
        for (int i = 0; i < quarters.Length; i++)
        {
            if (quarters[i] with { Start = "" } != quarters[i - (i % 4)] with { Start = "" })
            {
                return quarters;
            }
        }

        return [.. quarters.Where((_, i) => i % 4 == 0)];
    }

    /// <summary>With its offset on a day on which the clocks change: an hour may be there twice.</summary>
    private static string Time(string start, bool clocksChange) => Moment(start).ToString(clocksChange ? "HH:mm zzz" : "HH:mm", CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(string start) => DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);

    private static string Price(decimal? price) => price?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";
}
