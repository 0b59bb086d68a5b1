using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class OnlyWhatChangedTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_checkpoint_of_a_charging_car_writes_its_register_and_one_ptu()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Session session = Charging(40);
        ledger.Save(session);
        int before = ledger.Changes();
        ledger.Save(Further(session, 250));
        Assert.Equal(2, ledger.Changes() - before);
    }

    [Fact]
    public void What_is_on_disk_is_not_written_again()
    {
        using TempDirectory directory = new();
        Session session = Charging(3);
        using (Ledger first = Ledgers.Open(directory))
        {
            first.Save(session);
            int before = first.Changes();
            first.Save(session);
            first.Save(session with { Unsaved = true, Ptus = [.. session.Ptus] });
            Assert.Equal(before, first.Changes());
        }

        using Ledger second = Ledgers.Open(directory);
        Session loaded = Assert.Single(second.Load().Sessions);
        int after = second.Changes();
        second.Save(Further(loaded, 100));
        Assert.Equal(2, second.Changes() - after);
    }

    [Fact]
    public void A_mended_clock_moves_the_ptus_and_leaves_none_behind()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Session session = Charging(4);
        ledger.Save(session);
        Session mended = session with { Ptus = [.. session.Ptus.Select(p => p with { Start = p.Start.AddMinutes(30) })] };
        ledger.Save(mended);
        Assert.Equal(Dump.Of(mended), Dump.Of(ledger.Load().Sessions[0]));
    }

    [Fact]
    public void A_late_stop_of_a_closed_session_is_written_whole_over_it()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Session closed = Charging(4) with { State = SessionState.Ended, Unplugged = new Stamp(Start.AddHours(2), true, null) };
        ledger.Save(closed);
        Session late = closed with
        {
            Ptus = [.. closed.Ptus.Skip(1)],
            Transaction = closed.Transaction! with { End = new TransactionEnd(closed.PluggedIn, new WattHours(9), StopReason.Local, false) },
        };
        ledger.Save(late);
        Assert.Equal(Dump.Of(late), Dump.Of(ledger.Load().Sessions[0]));
    }

    private static Session Charging(int ptus)
    {
        Stamp at = new(Start, true, null);
        return new Session
        {
            Id = 5,
            ChargePointId = "CP01",
            ConnectorId = 1,
            PluggedIn = at,
            State = SessionState.Charging,
            Transaction = new Transaction(
                77, Core.Cards.IdTag.TryParse("AB")!.Value, Core.Cards.CardVerdict.Accepted, at, Start, new WattHours(1000), RegisterTrack.StartingAt(new WattHours(1000), Start)),
            Ptus = [.. Enumerable.Range(0, ptus).Select(i => new PtuEnergy(Start + (Ptu.Length * i), new WattHours(100)))],
        };
    }

    private static Session Further(Session s, long wh)
    {
        (RegisterTrack track, _) = s.Transaction!.Register.Advance(s.Transaction.Register.Register + new WattHours(wh), Start.AddDays(1));
        return s with
        {
            Transaction = s.Transaction with { Register = track },
            Ptus = s.Ptus.SetItem(s.Ptus.Length - 1, s.Ptus[^1] with { Energy = s.Ptus[^1].Energy + new WattHours(wh) }),
        };
    }
}
