using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Cli.Prices;

/// <summary>What energy costs, and when.</summary>
internal static class PriceCommands
{
    private static readonly Operand File = new("FILE", "CSV or JSON; - reads standard input");

    private const string FileDetails =
        """
        CSV: the first line is the header, start,eurPerMwh or start,eurPerKwh. JSON: [ { "start": …, "eurPerMwh": … } ], or an object with
        that list as "prices". A start is a moment such as 2027-01-31T08:00 (the site's time) or 2027-01-31T08:00:00+01:00, the lines in order
        of time. Prices hold for 15, 30 or 60 minutes, as far as they are apart, or as "minutes" beside one says. One wrong line, and
        nothing is imported.
        """;

    private const string ImportDetails = "What ENTSO-E publishes (a document of type A44) is read as it is.\n" + FileDetails;

    public static ImmutableArray<Command> All =>
    [
        new("prices show", "shows what a kWh costs and earns on a day", [],
            [new("--day", "DATE", "such as 2027-01-31; today without it"), .. SiteOptions.All], PriceTable.ShowAsync),
        new("prices import", "takes in day-ahead prices", [File with { Help = "CSV, JSON or ENTSO-E's XML; - reads standard input" }],
            [new("--area", "ZONE", "the bidding zone they are of, where that is to be checked: NL, DE-LU"), .. SiteOptions.All], ImportAsync) { Details = ImportDetails },
        new("imbalance import", "takes in the imbalance signal: what is added to both prices, per quarter of an hour", [File], SiteOptions.All, ImportImbalanceAsync) { Details = FileDetails },
    ];

    private static Task<int> ImportAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            PriceDay today = (await desk.PricesAsync(null, cancel)).Expect();
            string area = today.Area ?? throw new CommandFailedException(
                "this site has no tariff, so prices play no part: its configuration needs one, as \"tariff\": { \"type\": \"dynamic\", \"area\": \"NL\" } (where no daemon runs, --config names the configuration)");
            ImmutableArray<PtuSpot> rows = PriceFile.Read(call.Operand(File.Name), area, SiteTimes.In(today.TimeZone), call.Terminal);
            Tell(call, (await desk.PutPricesAsync(new PricesAsked(call.Text("--area") ?? area, Rows(rows)), cancel)).Expect());
        },
        cancel, changes: true);

    private static Task<int> ImportImbalanceAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            PriceDay today = (await desk.PricesAsync(null, cancel)).Expect();
            ImmutableArray<PtuSpot> rows = PriceFile.Read(call.Operand(File.Name), area: null, SiteTimes.In(today.TimeZone), call.Terminal);
            Tell(call, (await desk.PutImbalanceAsync(Rows(rows), cancel)).Expect());
        },
        cancel, changes: true);

    private static ImmutableArray<PriceRow> Rows(ImmutableArray<PtuSpot> rows) => [.. rows.Select(PriceRow.Of)];

    private static void Tell(Invocation call, Done done)
    {
        if (call.WantsJson())
        {
            call.Terminal.Json(done, ControlJson.Readable.Done);
        }
        else
        {
            call.Terminal.Say(done.Text);
        }
    }
}
