using System.Text;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Prices;

namespace Stekker.Edge.Tests.Prices;

/// <summary>Price documents, as they are published and as they may go wrong.</summary>
public class EntsoEDocumentTests
{
    private const string From = "2026-01-14T23:00Z";

    [Fact]
    public void A_day_of_quarters_is_read()
    {
        EntsoEDocument.Prices read = Prices(Documents.Publication(Documents.Series(
            From, "2026-01-15T23:00Z", "PT15M", "A03", Enumerable.Range(1, 96).Select(i => (i, $"{100 + i}.25")))));
        Assert.Equal(96, read.Rows.Length);
        Assert.Equal(new PtuSpot(new DateTimeOffset(2026, 1, 14, 23, 0, 0, TimeSpan.Zero), 0.10125m), read.Rows[0]);
        Assert.Equal(new PtuSpot(new DateTimeOffset(2026, 1, 15, 22, 45, 0, TimeSpan.Zero), 0.19625m), read.Rows[^1]);
        Assert.Equal([Documents.Nl], read.Domains.AsEnumerable());
    }

    [Theory]
    [InlineData("A03", new[] { "1", "1", "1", "4", "4" })]
    [InlineData("A01", new[] { "1", "", "", "4", "" })]
    public void A_missing_position_repeats_the_one_before_by_A03_and_is_a_hole_by_A01(string curve, string[] prices)
    {
        EntsoEDocument.Prices read = Prices(Documents.Publication(Documents.Series(From, "2026-01-15T00:15Z", "PT15M", curve, (1, "1"), (4, "4"))));
        Assert.Equal(prices, Enumerable.Range(0, 5).Select(i => $"{SpotSeries.Find(read.Rows, read.Rows[0].Start.AddMinutes(15 * i)) * 1000:0.#}"));
    }

    [Fact]
    public void A_series_that_begins_without_a_price_begins_with_a_hole()
    {
        EntsoEDocument.Prices read = Prices(Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", (3, "5"))));
        Assert.Equal(2, read.Rows.Length);
        Assert.Equal(30, read.Rows[0].Start.Minute);
    }

    [Theory]
    [InlineData("PT60M", 4)]
    [InlineData("PT30M", 2)]
    public void A_longer_step_becomes_quarters(string resolution, int quarters) =>
        Assert.Equal(quarters, Prices(Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", resolution, "A01", (1, "-5.5")))).Rows.Count(r => r.EurPerKwh == -0.0055m));

    [Theory]
    [InlineData("2026-03-28T23:00Z", "2026-03-29T22:00Z", 92)]
    [InlineData("2026-10-24T22:00Z", "2026-10-25T23:00Z", 100)]
    public void Days_of_23_and_25_hours_are_whole(string from, string until, int quarters) =>
        Assert.Equal(quarters, Prices(Documents.Publication(Documents.Series(from, until, "PT15M", "A03", (1, "5")))).Rows.Length);

    [Fact]
    public void Several_days_come_as_several_series_in_any_order()
    {
        EntsoEDocument.Prices read = Prices(Documents.Publication(
            Documents.Series("2026-01-15T23:00Z", "2026-01-16T23:00Z", "PT15M", "A03", (1, "2")), Documents.Series(From, "2026-01-15T23:00Z", "PT15M", "A03", (1, "1"))));
        Assert.Equal(192, read.Rows.Length);
        Assert.Equal((0.001m, 0.002m), (read.Rows[0].EurPerKwh, read.Rows[^1].EurPerKwh));
    }

    [Fact]
    public void Only_the_coupled_day_ahead_auction_counts()
    {
        EntsoEDocument.Prices read = Prices(Documents.Publication(
            Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", [(1, "222")], sequence: "2"),
            Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", [(1, "111")], sequence: "1"),
            Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", [(1, "333")], sequence: "3"),
            Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", [(1, "777")], contract: "A07")));
        Assert.All(read.Rows, r => Assert.Equal(0.111m, r.EurPerKwh));
    }

    [Fact]
    public void The_earlier_auctions_prices_alone_are_not_the_days_prices_yet()
    {
        EntsoEDocument.Nothing none = Assert.IsType<EntsoEDocument.Nothing>(Read(Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", [(1, "222")], sequence: "2"))));
        Assert.Contains("another auction", none.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_hours_and_quarters_are_told_the_quarters_count()
    {
        string quarters = Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A01", (1, "1"), (2, "2"));
        string hours = Documents.Series(From, "2026-01-15T00:00Z", "PT60M", "A01", (1, "9"));
        Assert.Equal([0.001m, 0.002m, 0.009m, 0.009m], Prices(Documents.Publication(quarters, hours)).Rows.Select(r => r.EurPerKwh));
        Assert.Equal([0.001m, 0.002m, 0.009m, 0.009m], Prices(Documents.Publication(hours, quarters)).Rows.Select(r => r.EurPerKwh));
    }

    [Fact]
    public void No_data_says_why() => Assert.Equal(
        "No matching data found for Data item Day-ahead Prices [12.1.D]",
        Assert.IsType<EntsoEDocument.Nothing>(Read(Documents.Acknowledgement("No matching data found for Data item Day-ahead Prices [12.1.D]"))).Reason);

    public static TheoryData<string, string> Unusable => new()
    {
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", [(1, "5")], currency: "PLN")), "in PLN" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", [(1, "5")], unit: "KWH")), "per KWH" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A04", (1, "5"))), "curve type A04" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT1M", "A03", (1, "5"))), "resolution PT1M" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", (5, "5"))), "position 5 is not within its period of 4 steps" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", (0, "5"))), "position 0" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", (1, "NaN"))), "price.amount NaN" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", (1, "99999"))), "99999 EUR/MWh" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:10Z", "PT60M", "A03", (1, "5"))), "no stretch of PT60M" },
        { Documents.Publication(Documents.Series(From, From, "PT60M", "A03", (1, "5"))), "no stretch of" },
        { Documents.Publication(Documents.Series(From, "2096-01-15T00:00Z", "PT15M", "A03", (1, "5"))), "no stretch of" },
        { Documents.Publication(Documents.Series("yesterday", "2026-01-15T00:00Z", "PT15M", "A03", (1, "5"))), "from yesterday" },
        { "<a><b/></a>", "it is a a" },
        { "", "no whole XML" },
        { "Service Unavailable", "no whole XML" },
        { Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", (1, "5")))[..900], "no whole XML" },
        { "<!DOCTYPE a [ <!ENTITY b \"bbbbbbbbbb\"> <!ENTITY c \"&b;&b;&b;&b;\"> ]><a>&c;</a>", "no whole XML" },
        { "<!DOCTYPE a [ <!ENTITY b SYSTEM \"file:///etc/passwd\"> ]><a>&b;</a>", "no whole XML" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void What_cannot_be_used_is_told(string xml, string told) =>
        Assert.Contains(told, Assert.IsType<EntsoEDocument.Unusable>(Read(xml)).Why, StringComparison.Ordinal);

    [Fact]
    public void A_document_without_end_is_not_read_to_its_end()
    {
        string endless = $"<Publication_MarketDocument>{new string(' ', EntsoEDocument.MostBytes)}</Publication_MarketDocument>";
        Assert.IsType<EntsoEDocument.Unusable>(Read(endless));
    }

    [Fact]
    public void No_piece_of_a_document_makes_the_reader_fall_over()
    {
        string whole = Documents.Publication(Documents.Series(From, "2026-01-15T00:00Z", "PT15M", "A03", [(1, "5"), (2, "6")], sequence: "1"));
        Random random = new(20260115);
        for (int i = 0; i < 2000; i++)
        {
            int at = random.Next(whole.Length);
            int length = random.Next(Math.Min(60, whole.Length - at));
            string cut = random.Next(2) == 0 ? whole.Remove(at, length) : whole.Insert(at, whole.Substring(random.Next(whole.Length - length), length));
            Assert.NotNull(Read(cut));
        }
    }

    [Fact]
    public void Every_zone_has_a_code_with_a_right_check_character_and_is_found_however_it_is_written()
    {
        Assert.All(BiddingZones.Names, name => Assert.True(BiddingZones.IsEic(BiddingZones.EicOf(name)!), name));
        Assert.Equal(BiddingZones.Names.Count(), BiddingZones.Names.Select(BiddingZones.EicOf).Distinct().Count());
        Assert.Equal(Documents.Nl, BiddingZones.EicOf("nl"));
        Assert.Equal("10Y1001A1001A82H", BiddingZones.EicOf("DE_LU"));
        Assert.Equal("10Y1001A1001A82H", BiddingZones.EicOf("10Y1001A1001A82H"));
        Assert.Null(BiddingZones.EicOf("10Y1001A1001A82J"));
        Assert.Null(BiddingZones.EicOf("Holland"));
    }

    private static EntsoEDocument Read(string xml) => EntsoEDocument.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)));

    private static EntsoEDocument.Prices Prices(string xml) => Assert.IsType<EntsoEDocument.Prices>(Read(xml));
}
