using System.Collections.Immutable;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class PriceTablesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Prices_and_the_signal_come_back_as_they_were()
    {
        using TempDirectory directory = new();
        PriceBook book = new(Series(Start, 0.08531m, -0.5m, 0.000001m), Series(Start, -0.25m)) { Area = "DE-LU" };
        using (Ledger ledger = Ledgers.Open(directory))
        {
            ledger.Commit([new Effect.SavePrices("DE-LU", book.Spot), new Effect.SaveImbalance(book.Imbalance)]);
        }

        PriceBook found = Ledgers.Reloaded(directory).Prices;
        Assert.Equal(book.Spot.AsEnumerable(), found.Spot);
        Assert.Equal(book.Imbalance.AsEnumerable(), found.Imbalance);
        Assert.Equal("DE-LU", found.Area);
    }

    [Fact]
    public void A_fresh_ledger_has_no_prices()
    {
        using TempDirectory directory = new();
        PriceBook found = Ledgers.Reloaded(directory).Prices;
        Assert.Equal((0, 0, null), (found.Spot.Length, found.Imbalance.Length, found.Area));
    }

    [Fact]
    public void A_row_that_is_there_just_so_is_not_written_again_and_a_corrected_one_is()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        ledger.Commit([new Effect.SavePrices("NL", Series(Start, 0.1m, 0.2m)), new Effect.SaveImbalance(Series(Start, 0.3m))]);
        int before = ledger.Changes();
        ledger.Commit([new Effect.SavePrices("NL", Series(Start, 0.1m, 0.2m)), new Effect.SaveImbalance(Series(Start, 0.3m))]);
        Assert.Equal(0, ledger.Changes() - before);
        ledger.Commit([new Effect.SavePrices("NL", Series(Start, 0.1m, 0.9m))]);
        Assert.Equal(1, ledger.Changes() - before);
        Assert.Equal([0.1m, 0.9m], ledger.Load().Prices.Spot.Select(r => r.EurPerKwh));
    }

    [Fact]
    public void The_running_site_gets_the_last_weeks_of_the_newest_area_and_a_reader_all()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        ledger.Commit(
        [
            new Effect.SavePrices("NL", Series(Start.AddDays(-41), 0.1m)),
            new Effect.SavePrices("NL", Series(Start, 0.2m)),
            new Effect.SavePrices("BE", Series(Start.AddDays(-1), 0.3m)),
        ]);
        Assert.Equal([0.2m], ledger.Load().Prices.Spot.Select(r => r.EurPerKwh));
        using LedgerReader reader = LedgerReader.Open(directory.Path);
        Assert.Equal([0.1m, 0.2m], reader.Prices("NL", Start.AddDays(-50), Start.AddDays(1)).Select(r => r.EurPerKwh));
        Assert.Equal([0.1m], reader.Prices("NL", Start.AddDays(-41), Start).Select(r => r.EurPerKwh));
        Assert.Equal([0.3m], reader.Prices("BE", Start.AddDays(-50), Start.AddDays(1)).Select(r => r.EurPerKwh));
        Assert.Empty(reader.Imbalance(Start.AddDays(-50), Start.AddDays(1)));
    }

    [Fact]
    public void After_four_hundred_days_prices_are_forgotten()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        ledger.Commit([new Effect.SavePrices("NL", Series(Start, 0.1m, 0.2m)), new Effect.SavePrices("BE", Series(Start, 0.3m)), new Effect.SaveImbalance(Series(Start, 0.4m, 0.5m))]);
        DateTimeOffset later = Start.AddDays(400) + Ptu.Length;
        ledger.Commit([new Effect.SavePrices("NL", Series(later, 0.6m)), new Effect.SaveImbalance(Series(later, 0.7m))]);
        using LedgerReader reader = LedgerReader.Open(directory.Path);
        Assert.Equal([0.2m, 0.6m], reader.Prices("NL", Start, DateTimeOffset.MaxValue).Select(r => r.EurPerKwh));
        Assert.Equal([0.3m], reader.Prices("BE", Start, DateTimeOffset.MaxValue).Select(r => r.EurPerKwh));
        Assert.Equal([0.5m, 0.7m], reader.Imbalance(Start, DateTimeOffset.MaxValue).Select(r => r.EurPerKwh));
    }

    private static ImmutableArray<PtuSpot> Series(DateTimeOffset from, params decimal[] prices) => [.. prices.Select((p, i) => new PtuSpot(from + (Ptu.Length * i), p))];
}
