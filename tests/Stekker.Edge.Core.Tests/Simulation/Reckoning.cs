using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>At the end all lines stand, all queues are sent and all cars have left: then the ledger must tell what the chargers lived.</summary>
internal static class Reckoning
{
    public static void Of(World world)
    {
        Calm(world);
        foreach (ModelTransaction transaction in world.Chargers.SelectMany(c => c.Transactions))
        {
            Compare(world, transaction);
        }

        NothingIsLeft(world);
        ReportsAreRight(world.Edge.Ledger);
        world.Chargers.ForEach(c => ListIsRight(world, c));
    }

    /// <summary>What the cloud was told last of each session is what the ledger has, and no bill says what the one before it said.</summary>
    private static void ReportsAreRight(MemoryLedger ledger)
    {
        const string Rule = "the cloud is told what the ledger has";
        ILookup<long, Report.OfSession> told = ledger.Reports.OfType<Report.OfSession>().ToLookup(r => r.Session.Id);
        ILookup<long, Report.OfCdr> bills = ledger.Reports.OfType<Report.OfCdr>().ToLookup(r => r.Session.Id);
        foreach (Session session in ledger.Sessions.Values.Where(s => s is { State: SessionState.Ended, Transaction: not null }))
        {
            Report.OfSession? last = told[session.Id].LastOrDefault();
            Invariants.Holds(last is { Event: SessionEvent.Ended } && last.Session.Energy == session.Energy, Rule, $"{last} of {Trace.InWords(session)}");
            if (Settler.CanSettle(session) && session.Energy > WattHours.Zero)
            {
                Invariants.Holds(bills[session.Id].LastOrDefault()?.Session.Energy == session.Energy, Rule, $"{bills[session.Id].LastOrDefault()} is the bill of {Trace.InWords(session)}");
            }

            var contents = bills[session.Id].Select(b => (b.Session.Energy, b.CostEur, b.Quarters.Count(q => q.Price is null), Stamp.ToMilliseconds(b.Session.Transaction!.Started.Utc), Stamp.ToMilliseconds(b.Session.Unplugged!.Value.Utc))).ToList();
            Invariants.Holds(contents.Zip(contents.Skip(1)).All(pair => pair.First != pair.Second), Rule, $"the same bill twice of {Trace.InWords(session)}");
        }
    }

    private static void Calm(World world)
    {
        world.Time.Arrive();
        world.Edge.Risk = 0;
        foreach (ModelCharger charger in world.Chargers)
        {
            (charger.Loss, charger.Orders.Stubbornness) = (0, 0);
            charger.LineDrops();
            charger.Connect();
            charger.Boot();
            world.Edge.Ask(r => new SiteEvent.ChargePointAdmitted(r, charger.Id, Admission.Accepted));
            Settle(world, charger);
            foreach (ModelConnector connector in charger.Connectors)
            {
                if (connector.Transaction is not null)
                {
                    charger.Stop(connector, StopReason.Local);
                }

                (connector.HasCar, connector.Charged) = (false, false);
            }

            Settle(world, charger);
            charger.Connectors.ForEach(charger.ReportStatus);
        }

        for (int i = 0; i < 4; i++)
        {
            world.Pass(TimeSpan.FromMinutes(6));
            world.Chargers.ForEach(c => Settle(world, c));
        }
    }

    private static void Settle(World world, ModelCharger charger)
    {
        for (int i = 0; i < 10_000 && (charger.HasQueue || !charger.Orders.IsEmpty); i++)
        {
            charger.Send(1);
            charger.Orders.CarryOut(world.Edge);
        }

        Invariants.Holds(!charger.HasQueue, "every frame is answered in the end", $"{charger.Id}");
    }

    private static void Compare(World world, ModelTransaction truth)
    {
        Session[] found = [.. world.Edge.Ledger.Sessions.Values.Where(s => s.Transaction?.Id == truth.Id)];
        Invariants.Holds(found.Length == 1, "a transaction is in the ledger once", $"{found.Length} times {truth}");
        Session session = found[0];
        Transaction written = session.Transaction!;
        string both = $"{truth}\nbut in the ledger: {Trace.InWords(session)}";
        Invariants.Holds(
            session.ChargePointId == truth.ChargePointId && session.ConnectorId == truth.ConnectorId && written.IdTag == IdTag.TryParse(truth.IdTag),
            "the ledger has the right connector and card",
            $"{both}");
        Invariants.Holds(session.State == SessionState.Ended && written.End is not null, "all that is over is closed", $"{both}");
        if (truth.Stop is { } stop)
        {
            Invariants.Holds(
                written.End is { Inferred: false } end && end.Reason == stop.Reason && end.MeterStop.Value == stop.MeterStop, "a stop is in the ledger as told", $"{both}");
        }
        else
        {
            Invariants.Holds(written.End is { Inferred: true, Reason: StopReason.NeverReported }, "what was never stopped is closed by inference", $"{both}");
        }

        // Where a wrong clock or an overtaking value meets a register that moved back, late and new cannot be told apart.
        bool movedBack = truth.MeterWasReset || truth.MeterRanOver;
        bool unsure = (movedBack && truth.ClockWentBack) || (truth.WasOvertaken && (movedBack || truth.ClockWentBack || truth.Forgotten));
        long least = truth.Stop is null ? 0 : truth.TrueWh;
        Invariants.Holds(
            unsure || (session.Energy.Value >= least - truth.DoubtWh && session.Energy.Value <= truth.TrueWh + truth.DoubtWh + (truth.Stop is null ? 1_000 : 0)),
            "ledger = meter",
            $"{both}");
        Invariants.Holds(session.Ptus.Sum(p => p.Energy.Value) == session.Energy.Value, "the PTUs add up to the energy counted", $"{both}");
    }

    private static void NothingIsLeft(World world)
    {
        Invariants.Holds(!world.Edge.State.OpenSessions.Any(), "all that is over is closed", $"{string.Join('\n', world.Edge.State.OpenSessions.Select(Trace.InWords))}");
        Session? open = world.Edge.Ledger.Sessions.Values.FirstOrDefault(s => s.State != SessionState.Ended);
        Invariants.Holds(open is null, "all that is over is closed", $"in the ledger: {(open is null ? "" : Trace.InWords(open))}");
        int transactions = world.Chargers.Sum(c => c.Transactions.Count);
        int written = world.Edge.Ledger.Sessions.Values.Count(s => s.Transaction is not null);
        Invariants.Holds(transactions == written, "the ledger invents nothing", $"{written} transactions written, {transactions} happened");
        Invariants.Holds(world.Edge.Ledger.Orphans.Count == 0, "every stop finds its start", $"{string.Join('\n', world.Edge.Ledger.Orphans)}");
    }

    private static void ListIsRight(World world, ModelCharger charger)
    {
        if (charger.Quirks.LocalListMax is not { } most || world.Edge.State.CardsVersion == 0)
        {
            return;
        }

        IdTag[] wanted =
        [
            .. world.Edge.State.Cards
                .Where(c => c.IdTag.Text.Length <= IdTag.MaxCardLength && Authorizer.Standing(world.Edge.State.Configuration, c, world.Time.Now) == CardVerdict.Accepted)
                .Select(c => c.IdTag),
        ];

        // An expired one may have been listed while the clock was not trusted; it carries its date with it.
        IdTag[] listed = [.. charger.Orders.List.Where(t => world.Edge.State.Cards.Find(t) is not { Expires: not null })];
        string both = $"{string.Join(", ", listed)} at {charger.Id}, {string.Join(", ", wanted)} here";
        Invariants.Holds(charger.Orders.ListVersion == world.Edge.State.CardsVersion, "a charger's own list is the newest", $"{both}");
        bool allFit = world.Edge.State.Cards.Count(c => c.IdTag.Text.Length <= IdTag.MaxCardLength) <= most;
        bool isRight = allFit ? listed.SequenceEqual(wanted) : !listed.Except(wanted).Any() && (listed.Length > 0 || wanted.Length == 0);
        Invariants.Holds(isRight, "a charger's own list is right", $"{both}");
    }
}
