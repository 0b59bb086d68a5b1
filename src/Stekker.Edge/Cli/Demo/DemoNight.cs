using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Picture;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Twin.Market;
using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.Virtual;

namespace Stekker.Edge.Cli.Demo;

/// <summary>
/// What the site saves: the night after, in virtual time, since nobody looks at a demo until the morning. The decisions are the site's own;
/// prices, cars and their sockets are the twin's.
/// </summary>
internal static class DemoNight
{
    private const string Scenario = """
        {
          "kind": "garage", "start": "2025-04-15T15:00:00Z", "days": 0.75, "seed": 3,
          "grid": { "phases": 3, "voltageV": 230, "fuseA": 50, "gtvKw": 27, "fallbackBaseLoadKw": 4 },
          "building": { "leastKw": 0.9, "mostKw": 3.5, "appliances": 3 },
          "chargePoints": [
            { "id": "CP01", "maxA": 16, "phases": "L1,L2,L3" }, { "id": "CP02", "maxA": 16, "phases": "L2,L3,L1" },
            { "id": "CP03", "maxA": 16, "phases": "L3,L1,L2" }, { "id": "CP04", "maxA": 16, "phases": "L1,L2,L3", "limitUnit": "W" },
            { "id": "CP05", "maxA": 16, "phases": "L2,L3,L1" }, { "id": "CP06", "maxA": 16, "phases": "L3,L1,L2" }
          ],
          "cars": [
            { "name": "Ada", "ownPlace": true, "batteryKwh": 60, "dailyKwh": 20 }, { "name": "Bob", "ownPlace": true, "batteryKwh": 40, "phases": 1, "dailyKwh": 10 },
            { "name": "Cem", "ownPlace": true, "batteryKwh": 50, "phases": 2, "dailyKwh": 14 }, { "name": "Dora", "ownPlace": true, "batteryKwh": 77, "dailyKwh": 22 },
            { "name": "Eva", "ownPlace": true, "batteryKwh": 28, "phases": 1, "dailyKwh": 7 }, { "name": "Finn", "ownPlace": true, "batteryKwh": 64, "dailyKwh": 18 }
          ]
        }
        """;

    /// <summary>Between two pictures: on a screen a quarter of an hour each, as lines only now and then.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LinesEvery = TimeSpan.FromHours(3);
    private static readonly TimeSpan FrameLasts = TimeSpan.FromMilliseconds(250);

    public static async Task ShowAsync(Terminal terminal, CancellationToken cancel)
    {
        Scenario scenario = MarketStall.Priced(((ScenarioReading.Read)ScenarioReader.Read("night", Scenario)).Scenario);
        VirtualSite site = new(scenario);
        SiteTimes times = SiteTimes.In(scenario.Site.TimeZone);
        terminal.Say("");
        terminal.Say("The night after, in fast motion: day-ahead prices, and when each car charges to be ready in the morning.");
        using (LiveScreen? screen = LiveScreen.Open(terminal))
        {
            for (TimeSpan at = TimeSpan.Zero; at < scenario.Duration && !cancel.IsCancellationRequested; at += Frame)
            {
                site.Go(Frame, cancel);
                if (screen is not null)
                {
                    screen.Show(Picture(site, times, screen.Style));
                    await Task.Delay(FrameLasts, cancel).ContinueWith(static _ => { }, TaskScheduler.Default);
                }
                else if (at.Ticks % LinesEvery.Ticks == 0)
                {
                    terminal.Say(string.Join('\n', Picture(site, times, PictureStyle.For(terminal))));
                }
            }
        }

        if (!cancel.IsCancellationRequested)
        {
            site.LeaveAll(cancel);
            terminal.Say(Savings(site));
        }
    }

    private static ImmutableArray<string> Picture(VirtualSite site, SiteTimes times, PictureStyle style)
    {
        SiteStatus status = SiteView.Status(site.State, site.Now, site.World.At, times);
        return [.. SitePicture.Whole(status, style, "The night after").Select(l => l.TrimEnd()), ""];
    }

    private static string Savings(VirtualSite site)
    {
        Table table = new Table("CARD", "ENERGY", "COST", "AT ONCE", "SAVED").RightAligned(1, 2, 3, 4);
        decimal saved = 0;
        foreach (Settlement settlement in site.Settlements)
        {
            if (settlement.Money is { } money)
            {
                saved += money.SavedOnAtOnceEur;
                table.Add(site.LabelOf(settlement.SessionId), InWords.Energy(settlement.Energy.Value), Eur(money.CostEur), Eur(money.AtOnceEur), Eur(money.SavedOnAtOnceEur));
            }
        }

        table.Add("together", "", "", "", Eur(saved));
        return $"What the night came to, beside charging at once at the same prices:\n\n{table}";
    }

    private static string Eur(decimal eur) => string.Create(CultureInfo.InvariantCulture, $"EUR {eur:0.00}");
}
