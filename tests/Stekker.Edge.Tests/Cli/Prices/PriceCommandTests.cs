using System.Globalization;
using System.Text.Json;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Tests.Prices;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Cli.Prices;

/// <summary>Files of prices through the command line and the control door into the running site. It is 15 January 2026, 13:00 at the site.</summary>
public sealed class PriceCommandTests : IAsyncLifetime
{
    private static readonly TariffSettings Dutch = new() { SurchargeEurPerKwh = 0.02m, TaxEurPerKwh = 0.10m, VatFraction = 0.21m, FeedIn = FeedInKind.DayAhead };

    private readonly Shell shell = new();
    private RunningSite site = null!;

    public async Task InitializeAsync() => site = await RunningSite.StartAsync(RunningSite.Configuration with
    {
        Tariff = Dutch,
        Imbalance = new ImbalanceSettings(true),
        Clock = new ClockRules { AlwaysTrusted = true },
    });

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        shell.Dispose();
    }

    [Fact]
    public async Task A_day_of_hours_becomes_quarters_and_is_shown_by_the_hour()
    {
        string csv = "start,eurPerMwh\n" + string.Concat(Enumerable.Range(0, 24).Select(h => $"2026-01-15T{h:00}:00,{100 + h}\n"));

        Assert.Contains("96 quarters of an hour are taken in; prices of NL are known until 2026-01-15 24:00", await ImportAsync(csv), StringComparison.Ordinal);

        Assert.Equal(96, site.Loop.Snapshot.Prices.Spot.Length);
        Assert.Equal(0.123m, Spot("2026-01-15T23:45+01:00"));
        string[] shown = (await RunAsync("prices", "show")).Out.Split('\n');
        Assert.Equal("2026-01-15, EUR per kWh (day-ahead prices of NL, known until 2026-01-15 24:00)", shown[0]);
        Assert.Equal("FROM   IMPORT  FEED-IN  MARKET", shown[1]);
        Assert.Equal("00:00  0.2662   0.1000  0.1000  cheapest", shown[2]);
        Assert.Equal("23:00  0.2940   0.1230  0.1230", shown[25]);
    }

    [Fact]
    public async Task Quarters_are_shown_as_quarters_and_in_json()
    {
        await ImportAsync("start,eurPerKwh\n2026-01-15T12:00:00+01:00,0.1\n2026-01-15T12:15:00+01:00,-0.2\n2026-01-15T12:30:00+01:00,0.3\n");

        string shown = (await RunAsync("prices", "show", "--day", "2026-01-15")).Out;
        Assert.Contains("12:15  -0.0968  -0.2000  -0.2000  cheapest\n", shown, StringComparison.Ordinal);
        Assert.Contains("not known: as usual\n", shown, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse((await RunAsync("prices", "show", "--json")).Out);
        JsonElement quarter = json.RootElement.GetProperty("quarters")[49];
        Assert.Equal("2026-01-15T12:15:00+01:00", quarter.GetProperty("start").GetString());
        Assert.Equal((-0.0968m, -0.2m, "known"), (quarter.GetProperty("importEurPerKwh").GetDecimal(), quarter.GetProperty("feedInEurPerKwh").GetDecimal(), quarter.GetProperty("source").GetString()));
        Assert.Equal("usual", json.RootElement.GetProperty("quarters")[0].GetProperty("source").GetString());
        Assert.Equal("dynamic", json.RootElement.GetProperty("tariff").GetString());
    }

    public static TheoryData<string, string, string> GoodFiles => new()
    {
        { "a spreadsheet's semicolons and blanks", "start;eurPerMwh\r\n2026-01-15 12:00;85.3\r\n2026-01-15 13:00;90\r\n", "8 quarters" },
        { "half hours", "start,eurPerMwh\n2026-01-15T12:00Z,85.3\n2026-01-15T12:30Z,90\n", "4 quarters" },
        { "hours and quarters, each with its length", "start,eurPerMwh,minutes\n2026-01-15T12:00Z,85.3,60\n2026-01-15T13:00Z,90,15\n", "5 quarters" },
        { "a list", """[ { "start": "2026-01-15T12:00Z", "eurPerMwh": 85.3 }, { "start": "2026-01-15T12:15Z", "eurPerMwh": 90 } ]""", "2 quarters" },
        { "an object", """{ "area": "nl", "prices": [ { "start": "2026-01-15T12:00Z", "eurPerKwh": 0.0853, "minutes": 60 } ] }""", "4 quarters" },
        { "ENTSO-E's own", Documents.Publication(Documents.Series("2026-01-15T11:00Z", "2026-01-15T13:00Z", "PT60M", "A03", (1, "70"), (2, "85.3"))), "8 quarters" },
    };

    [Theory]
    [MemberData(nameof(GoodFiles))]
    public async Task A_file_is_read_as(string what, string text, string told)
    {
        string said = await ImportAsync(text);

        Assert.True(said.Contains(told, StringComparison.Ordinal), $"{what}: {said}");
        Assert.Contains(0.0853m, site.Loop.Snapshot.Prices.Spot.Select(r => r.EurPerKwh));
    }

    public static TheoryData<string, string> BadFiles => new()
    {
        { "start,eurPerKwh\n2026-01-15T12:00,85.3\n2026-01-15T13:00,90\n", "line 2: eurPerKwh 85.3: prices are from -10 to 10 EUR/kWh; is it EUR/MWh?" },
        { "start,eurPerMwh\n2026-01-15T12:00,NaN\n2026-01-15T13:00,90\n", "line 2: eurPerMwh 'NaN': it is a number" },
        { "start,eurPerMwh\n2026-01-15T12:00,\"85,3\"\n2026-01-15T13:00,90\n", "with a point where it is broken (85.3)" },
        { "start,eurPerMwh\n2026-01-15T12:00,\n2026-01-15T13:00,90\n", "line 2: it has one price" },
        { "start,eurPerMwh\n15-1-2026 12:00,90\n2026-01-15T13:00,90\n", "line 2: start '15-1-2026 12:00': it is a moment" },
        { "start,eurPerMwh\n2026-01-15T12:00,90\n2026-01-15T12:00,91\n", "line 3: start '2026-01-15T12:00' is there already" },
        { "start,eurPerMwh\n2026-01-15T12:00,90\n2026-01-15T11:00,91\n", "line 3: start '2026-01-15T11:00' is before that of the line before" },
        { "start,eurPerMwh\n2026-01-15T12:10,90\n2026-01-15T12:20,91\n", "line 2: start '2026-01-15T12:10': a price begins at :00" },
        { "start,eurPerMwh\n2026-01-15T12:00,90\n2026-01-15T14:00,91\n", "those here are 120 minutes apart" },
        { "start,eurPerMwh\n2026-01-15T12:00,90\n", "line 2: one price alone" },
        { "start,eurPerMwh,minutes\n2026-01-15T12:00,90,60\n2026-01-15T12:15,91,15\n", "line 2: it holds for 60 minutes, and the next begins before it ends" },
        { "start,eurPerMwh,minutes\n2026-01-15T12:00,90,45\n", "line 2: minutes '45': it is 15, 30 or 60" },
        { "start,eurPerMwh\n2026-03-29T02:00,90\n2026-03-29T03:00,91\n", "not in the hour the clocks skip" },
        { "start,price\n2026-01-15T12:00,90\n", "there is no column 'price'" },
        { "start,eurPerMwh\n2027-01-15T12:00,90\n2027-01-15T13:00,91\n", "more than 14 days ahead" },
        { "start,eurPerMwh\n", "holds no prices" },
        { "", "is empty" },
        { "[ { \"start\": \"2026-01-15T12:00Z\", \"price\": 1 } ]", "prices[0]: it has one price, eurPerMwh or eurPerKwh" },
        { "[ { \"start\": \"2026-01-15T12:00Z\"", "is no whole JSON" },
        { "{ \"price\": 1 }", "it is a list such as" },
        { "{ \"area\": \"BE\", \"prices\": [] }", "holds prices of BE, and the site's tariff is priced by NL" },
        { Documents.PublicationOf("10YBE----------2", Documents.Series("2026-01-15T12:00Z", "2026-01-15T14:00Z", "PT60M", "A03", (1, "85.3"))), "holds prices of 10YBE----------2" },
        { Documents.Acknowledgement("No matching data found"), "holds no prices: No matching data found" },
        { "<html><body>Sign in</body></html>", "cannot be used: it is a html" },
        { "<Publication_MarketDocument><TimeSeries>", "no whole XML document" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_wrong_file_is_told_and_nothing_of_it_is_taken(string text, string told)
    {
        Said said = await RunAsync("prices", "import", shell.Written("prices", text));

        Assert.Equal(1, said.Code);
        Assert.Contains(told, said.Error, StringComparison.Ordinal);
        Assert.Empty(site.Loop.Snapshot.Prices.Spot);
    }

    [Fact]
    public async Task Every_wrong_line_is_told_at_once()
    {
        Said said = await RunAsync("prices", "import", shell.Written("prices.csv", "start,eurPerMwh\n2026-01-15T12:00,x\n2026-01-15T13:00,90\nsoon,90\n2026-01-15T14:00\n"));

        foreach (string line in (string[])["line 2: eurPerMwh 'x'", "line 4: start 'soon'", "line 5: it has 1 values"])
        {
            Assert.Contains(line, said.Error, StringComparison.Ordinal);
        }

        Assert.Empty(site.Loop.Snapshot.Prices.Spot);
    }

    [Fact]
    public async Task The_hour_that_the_clocks_show_twice_is_taken_twice()
    {
        await using RunningSite october = await RunningSite.StartAsync(RunningSite.Configuration with { Tariff = Dutch }, time: At("2026-10-24T12:00Z"));
        string csv = "start,eurPerMwh\n2026-10-25T01:00,1\n2026-10-25T02:00,2\n2026-10-25T02:00,3\n2026-10-25T03:00,4\n";

        await shell.OutAsync("prices", "import", shell.Written("prices.csv", csv), "--data", october.Data.Path);

        Assert.Equal([1m, 2m, 3m, 4m], october.Loop.Snapshot.Prices.Spot.Where((_, i) => i % 4 == 0).Select(r => r.EurPerKwh * 1000));
        Assert.Equal(TimeSpan.FromHours(4), october.Loop.Snapshot.Prices.SpotKnownUntil(Moment("2026-10-24T23:00Z")) - Moment("2026-10-24T23:00Z"));
        string shown = await shell.OutAsync("prices", "show", "--day", "2026-10-25", "--data", october.Data.Path);
        Assert.Contains("\n02:00 +02:00  0.1476   0.0020  0.0020\n02:00 +01:00  0.1488", ByHour(shown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holes_and_a_slip_of_units_downward_are_told_and_taken()
    {
        string csv = "start,eurPerMwh\n" + string.Concat(Enumerable.Range(0, 26).Where(q => q != 3).Select(q => $"2026-01-15T{q / 4:00}:{q % 4 * 15:00},0.085\n"));

        Said said = await RunAsync("prices", "import", shell.Written("prices.csv", csv));

        Assert.Equal(0, said.Code);
        Assert.Contains("no price for 2026-01-15T00:45:00+01:00 to 2026-01-15T01:00:00+01:00: what was known there stays", said.Error, StringComparison.Ordinal);
        Assert.Contains("below 1 EUR/MWh", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_file_takes_the_place_of_what_was_known_and_outlives_a_restart()
    {
        await ImportAsync("start,eurPerMwh\n2026-01-15T12:00Z,85\n2026-01-15T13:00Z,90\n");
        await ImportAsync("start,eurPerMwh\n2026-01-15T13:00Z,95\n2026-01-15T14:00Z,99\n");

        Assert.Equal((0.085m, 0.095m, 0.099m), (Spot("2026-01-15T12:00Z"), Spot("2026-01-15T13:00Z"), Spot("2026-01-15T14:00Z")));
        PriceBook found = (await site.StopAndLoadAsync()).Prices;
        Assert.Equal(site.Loop.Snapshot.Prices.Spot.AsEnumerable(), found.Spot);
    }

    [Fact]
    public async Task Another_zone_than_the_tariffs_is_refused()
    {
        Said said = await RunAsync("prices", "import", "--area", "BE", shell.Written("prices.csv", "start,eurPerMwh\n2026-01-15T12:00Z,85\n2026-01-15T13:00Z,90\n"));

        Assert.Equal(1, said.Code);
        Assert.Contains("priced by NL (tariff.area); prices of BE are not used", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_imbalance_signal_comes_in_and_is_shown_beside_the_price()
    {
        await ImportAsync("start,eurPerMwh\n2026-01-15T12:00,100\n2026-01-15T12:15,100\n");

        Said said = await RunAsync("imbalance", "import", shell.Written("signal.csv", "start,eurPerMwh\n2026-01-15T12:00,-50\n2026-01-15T12:15,0\n"));

        Assert.Contains("2 quarters of an hour are taken in; charging follows them", said.Out, StringComparison.Ordinal);
        string shown = (await RunAsync("prices", "show")).Out;
        Assert.Contains("IMBALANCE", shown, StringComparison.Ordinal);
        Assert.Contains("12:00  0.2162   0.0500  0.1000    -0.0500  cheapest", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_long_ago_is_shown_from_the_ledger()
    {
        await ImportAsync("start,eurPerMwh\n2025-11-01T12:00,85\n2025-11-01T13:00,90\n");

        Assert.Empty(site.Loop.Snapshot.Prices.Spot);
        Assert.Contains("12:00  0.2481   0.0850  0.0850  cheapest", ByHour((await RunAsync("prices", "show", "--day", "2025-11-01")).Out), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2026-13-01")]
    public async Task A_day_that_is_none_is_told(string day)
    {
        Said said = await RunAsync("prices", "show", "--day", day);

        Assert.Equal(2, said.Code);
        Assert.Contains($"day '{day}': it is a date such as", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_prices_the_ways_to_get_them_are_told() =>
        Assert.Contains("no prices of NL are known: 'stekker-edge prices import FILE", (await RunAsync("prices", "show")).Out, StringComparison.Ordinal);

    [Fact]
    public async Task Where_no_daemon_runs_the_files_are_worked_on_with_the_named_configuration()
    {
        string config = shell.Written("site.json", """{ "siteId": "a", "grid": {}, "tariff": { "type": "fixed", "priceEurPerKwh": 0.2, "feedIn": "dayAhead" }, "clock": { "trust": "always" } }""");
        string soon = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH':00Z'", CultureInfo.InvariantCulture);
        string file = shell.Written("prices.csv", $"start,eurPerMwh,minutes\n{soon},85,60\n");

        Said bare = await shell.RunAsync("prices", "import", file);
        Assert.Equal(1, bare.Code);
        Assert.Contains("this site has no tariff", bare.Error, StringComparison.Ordinal);
        Assert.Contains("4 quarters of an hour are taken in", await shell.OutAsync("prices", "import", file, "--config", config), StringComparison.Ordinal);
        Assert.Contains("0.2000   0.0850  0.0850  cheapest", await shell.OutAsync("prices", "show", "--config", config), StringComparison.Ordinal);
        Assert.Contains("this site has no tariff", await shell.OutAsync("prices", "show"), StringComparison.Ordinal);
    }

    private static string ByHour(string shown) => string.Join('\n', shown.Split('\n').Where(l => !l.Contains(":15", StringComparison.Ordinal) && !l.Contains(":30", StringComparison.Ordinal) && !l.Contains(":45", StringComparison.Ordinal)));

    private static Ocpp.Tests.Support.VirtualTime At(string moment)
    {
        Ocpp.Tests.Support.VirtualTime time = new();
        time.SetUtc(Moment(moment));
        return time;
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();

    private decimal? Spot(string moment) => site.Loop.Snapshot.Prices.SpotAt(Moment(moment));

    private Task<Said> RunAsync(params string[] arguments) => shell.RunAsync([.. arguments, "--data", site.Data.Path]);

    private async Task<string> ImportAsync(string text)
    {
        Said said = await RunAsync("prices", "import", shell.Written("prices", text));
        Assert.True(said.Code == 0, said.Error);
        return said.Out;
    }
}
