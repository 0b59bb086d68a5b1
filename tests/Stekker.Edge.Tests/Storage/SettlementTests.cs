using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

/// <summary>What the ledger tells of costs and savings.</summary>
public sealed class SettlementTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory directory = new();
    private readonly Ledger ledger;

    public SettlementTests() => ledger = Ledgers.Open(directory);

    public void Dispose()
    {
        ledger.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Settlements_are_told_by_the_moment_of_plugging_in()
    {
        Settle(1, Monday);
        Settle(2, Monday.AddDays(2));
        Settle(3, Monday.AddDays(1));

        Assert.Equal([1, 3, 2], Told(null, null).Ids);
        Assert.Equal([3], Told(Monday.AddDays(1), Monday.AddDays(2)).Ids);
    }

    [Fact]
    public void One_that_goes_on_after_all_does_not_count_until_it_ends()
    {
        Settle(1, Monday);
        ledger.Save(Ended(1, Monday) with { State = SessionState.Charging, Unplugged = null });

        Assert.Empty(Told(null, null).Ids);
        Assert.Empty(ledger.Load().Unsettled);
        Assert.Null(SettlementQueries.Find(ledger.Connection, 1));
    }

    [Fact]
    public void A_session_of_an_uncertain_time_is_counted_apart()
    {
        Settle(1, Monday);
        ledger.Save(Ended(2, Monday) with { PluggedIn = new Stamp(Monday, false, null) });

        (long[] ids, int without) = Told(null, null);

        Assert.Equal([1], ids);
        Assert.Equal(1, without);
    }

    [Fact]
    public void An_amended_settlement_takes_the_place_of_the_old()
    {
        Settle(1, Monday, money: null);
        Settle(1, Monday, money: new SettledMoney(1.234567m, 0, -0.000001m, 3, 4));

        Assert.Equal(1.234566m, SettlementQueries.Find(ledger.Connection, 1)!.Money!.CostEur);
    }

    [Fact]
    public void A_session_of_an_older_version_is_found_to_settle()
    {
        ledger.Save(Ended(1, Monday));

        UnsettledSession found = Assert.Single(ledger.Load().Unsettled);

        Assert.Null(found.Written);
        Assert.Equal(1000, Assert.Single(found.Session!.Ptus).Energy.Value);
    }

    [Fact]
    public void What_cannot_be_read_of_the_quarters_is_left_out()
    {
        Settle(1, Monday, money: null);
        LedgerFile.Execute(ledger.Connection, "UPDATE settlement SET unpriced = '0-900000 x-1 7 5-99999999999999999999 -'");

        Assert.Equal(QuarterSpan.Of(DateTimeOffset.UnixEpoch), Assert.Single(SettlementQueries.Find(ledger.Connection, 1)!.Unpriced));
    }

    private static Session Ended(long id, DateTimeOffset at)
    {
        Stamp stamp = new(at, true, null);
        RegisterTrack register = new(new WattHours(1000), at, new WattHours(1000));
        return new Session
        {
            Id = id,
            ChargePointId = "CP01",
            ConnectorId = 1,
            State = SessionState.Ended,
            PluggedIn = stamp,
            Unplugged = stamp,
            Transaction = new Transaction(
                (int)id, Core.Cards.IdTag.TryParse("A")!.Value, default, stamp, at, WattHours.Zero, register, new TransactionEnd(stamp, register.Register, StopReason.Local, false)),
            Ptus = [new PtuEnergy(at, new WattHours(1000))],
        };
    }

    private void Settle(long id, DateTimeOffset pluggedIn) => Settle(id, pluggedIn, new SettledMoney(1, 0, 0, 2, 3));

    private void Settle(long id, DateTimeOffset pluggedIn, SettledMoney? money) => ledger.Commit(
    [
        new Effect.SaveSession(Ended(id, pluggedIn)),
        new Effect.SaveSettlement(new Settlement { SessionId = id, PluggedIn = pluggedIn, Ended = pluggedIn, Energy = new WattHours(1000), Money = money }),
    ]);

    private (long[] Ids, int Without) Told(DateTimeOffset? from, DateTimeOffset? until)
    {
        List<long> ids = [];
        using LedgerReader reader = LedgerReader.Open(directory.Path);
        int without = reader.Settlements(from, until, s => ids.Add(s.SessionId));
        return ([.. ids], without);
    }
}
