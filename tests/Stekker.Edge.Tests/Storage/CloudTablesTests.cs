using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class CloudTablesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly Effect.SaveWeather Weather = new([new WeatherPoint(Start, 210.123456789, null, -3.5), new WeatherPoint(Start.AddHours(1), null, 0.25, null)]);

    // Two that overlap, and two from one source.
    private static readonly Effect.SaveLimits Limits = new(
        [new LimitWindow("dso", Start, Start.AddHours(2), new Watts(12_000)), new LimitWindow("dso", Start.AddHours(1), Start.AddHours(3), new Watts(0))]);

    [Fact]
    public void Forecast_limits_and_versions_come_back_as_they_were()
    {
        using TempDirectory directory = new();
        CloudDocument cards = new("cards", CloudDocument.LastVersion, Start, SnapshotWanted: true);
        CloudDocument prices = new("prices/DE-LU", 1, null);
        using (Ledger ledger = Ledgers.Open(directory))
        {
            ledger.Commit([Weather, Limits, new Effect.SaveCloudDocument(prices), new Effect.SaveCloudDocument(cards with { Version = 1 }), new Effect.SaveCloudDocument(cards)]);
        }

        LedgerContents found = Ledgers.Reloaded(directory);
        Assert.Equal(Weather.Points.AsEnumerable(), found.Weather.Points);
        Assert.Equal(Limits.Windows.AsEnumerable(), found.Windows);
        Assert.Equal([cards, prices], found.CloudDocuments.AsEnumerable());
    }

    [Fact]
    public void What_is_put_takes_the_place_of_all_before()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        ledger.Commit([Weather, Limits]);
        ledger.Commit([new Effect.SaveWeather([Weather.Points[1]]), new Effect.SaveLimits([])]);

        Assert.Equal([Weather.Points[1]], ledger.Load().Weather.Points.AsEnumerable());
        Assert.Empty(ledger.Load().Windows);
    }

    [Fact]
    public void Cards_of_a_damaged_file_from_before_they_had_an_origin_are_saved()
    {
        using TempDirectory directory = new();
        NativeSqlite.Use();
        using (SqliteConnection connection = LedgerFile.Connect(directory.Ledger, SqliteOpenMode.ReadWriteCreate))
        {
            Migrations.Run(connection, 0, 7);
            LedgerFile.Execute(connection, "INSERT INTO card VALUES ('AB', 'Anna', 'Site', NULL, NULL, 'Normal', 1, NULL, NULL, 1);");
        }

        Salvage found = Salvage.From(directory.Ledger);

        Assert.Equal(("Anna", Core.Cards.CardOrigin.Site), Assert.Single(found.Cards) is var card ? (card.Label, card.Origin) : default);
    }
}
