using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class RoundTripTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_committed_is_what_is_loaded(int seed)
    {
        using TempDirectory directory = new();
        Random random = new(seed);
        Made made = new(random);
        Model model = new();
        Ledger ledger = Ledgers.Open(directory);
        LedgerContents first = ledger.Load();
        int nextTransaction = first.NextTransactionId;
        for (int commit = 0; commit < 90; commit++)
        {
            List<Effect.LedgerWrite> writes = [];
            for (int i = random.Next(1, 5); i > 0; i--)
            {
                Effect.LedgerWrite write = random.Next(9) switch
                {
                    0 => new Effect.SaveCard(made.Card()),
                    1 => new Effect.SaveVehicle(made.Vehicle()),
                    2 => new Effect.SaveChargePoint(made.ChargePoint()),
                    3 => new Effect.SaveRefusal(made.Refusal()),
                    4 when model.Sessions.Count < 60 => new Effect.SaveSession(made.Session(first.NextSessionId + model.Sessions.Count)),
                    5 when model.Sessions.Count > 0 => new Effect.SaveSettlement(made.Settlement(model.Sessions.Keys.ElementAt(random.Next(model.Sessions.Count)))),
                    _ when model.Sessions.Count > 0 => new Effect.SaveSession(
                        made.Next(model.Sessions.Values.ElementAt(random.Next(model.Sessions.Count)), () => nextTransaction++)),
                    _ => new Effect.SaveOrphanStop(made.OrphanStop()),
                };
                writes.Add(write);
                model.Apply(write);
            }

            ledger.Commit(writes);
            if (random.Next(25) == 0)
            {
                ledger.Dispose();
                ledger = Ledgers.Open(directory);
                Assert.Equal(Dump.Of(model.Expected(first)), Dump.Of(ledger.Load()));
            }
        }

        Assert.Equal(Dump.Of(model.Expected(first)), Dump.Of(ledger.Load()));
        using (LedgerReader reader = LedgerReader.Open(directory.Path))
        {
            Assert.All(model.Sessions.Values, s => Assert.Equal(Dump.Of(s), Dump.Of(reader.Session(s.Id)!)));
            Assert.All(
                model.Sessions.Values.Where(s => s.State == SessionState.Ended),
                s => Assert.Equal(Dump.Of(model.Settlements.GetValueOrDefault(s.Id)), Dump.Of(reader.Settlement(s.Id))));
            Assert.Equal(model.OrphanStops.Values.ToHashSet(), reader.OrphanStops().ToHashSet());
        }

        ledger.Dispose();
        Assert.Equal(Dump.Of(model.Expected(first)), Dump.Of(Ledgers.Reloaded(directory)));
    }

    [Fact]
    public void The_same_writes_again_change_nothing()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Made made = new(new Random(3));
        Session session = made.Next(made.Session(7), () => 12);
        List<Effect.LedgerWrite> writes =
        [
            new Effect.SaveSession(session),
            new Effect.SaveSettlement(made.Settlement(session.Id)),
            new Effect.SaveCard(made.Card()),
            new Effect.SaveVehicle(made.Vehicle()),
            new Effect.SaveChargePoint(made.ChargePoint()),
            new Effect.SaveRefusal(made.Refusal()),
            new Effect.SaveOrphanStop(made.OrphanStop()),
        ];
        ledger.Commit(writes);
        string once = Dump.Of(ledger.Load());
        ledger.Commit(writes);
        ledger.Commit([.. writes, .. writes]);
        Assert.Equal(once, Dump.Of(ledger.Load()));
        using LedgerReader reader = LedgerReader.Open(directory.Path);
        Assert.Single(reader.OrphanStops());
        Assert.Single(reader.Refusals());
    }

    private sealed class Model
    {
        private readonly SortedDictionary<string, Card> cards = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, Vehicle> vehicles = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, ChargePointRecord> chargePoints = new(StringComparer.Ordinal);
        private ImmutableArray<Refusal> refusals = [];

        public SortedDictionary<long, Session> Sessions { get; } = [];

        public Dictionary<long, Settlement> Settlements { get; } = [];

        public Dictionary<(string, int, long), OrphanStop> OrphanStops { get; } = [];

        public void Apply(Effect.LedgerWrite write)
        {
            switch (write)
            {
                case Effect.SaveSession s:
                    Sessions[s.Session.Id] = s.Session;
                    break;
                case Effect.SaveSettlement s:
                    Settlements[s.Settlement.SessionId] = s.Settlement;
                    break;
                case Effect.SaveCard c:
                    cards[c.Card.IdTag.Text] = c.Card;
                    refusals = refusals.RemoveAll(r => c.Card.Active && r.IdTag == c.Card.IdTag);
                    break;
                case Effect.SaveVehicle v:
                    vehicles[v.Vehicle.Id] = v.Vehicle;
                    break;
                case Effect.SaveChargePoint p:
                    chargePoints[p.ChargePoint.Id] = p.ChargePoint;
                    break;
                case Effect.SaveRefusal r:
                    refusals = [r.Refusal, .. refusals.Where(old => (old.IdTag, old.ChargePointId) != (r.Refusal.IdTag, r.Refusal.ChargePointId))];
                    break;
                case Effect.SaveOrphanStop o:
                    OrphanStops[(o.Stop.ChargePointId, o.Stop.TransactionId, o.Stop.MeterStop.Value)] = o.Stop;
                    break;
                default:
                    Assert.Fail($"the model does not know {write}");
                    break;
            }
        }

        public LedgerContents Expected(LedgerContents fresh) => new(
            [.. chargePoints.Values],
            [
                .. Sessions.Values.Where(s => s.State != SessionState.Ended),
                .. Sessions.Values.Where(s => s.State == SessionState.Ended).GroupBy(s => s.ChargePointId)
                    .SelectMany(g => g.OrderByDescending(s => s.Id).Take(ChargePoint.RecentSessions)),
            ],
            [.. cards.Values],
            [.. vehicles.Values],
            [.. refusals.Take(SiteState.MostRefusals)],
            cards.Values.Select(c => c.Version).DefaultIfEmpty().Max(),
            Math.Max(fresh.NextSessionId, Sessions.Keys.Select(id => id + 1).DefaultIfEmpty().Max()),
            Math.Max(fresh.NextTransactionId, Sessions.Values.Select(s => (s.Transaction?.Id ?? 0) + 1).DefaultIfEmpty().Max()))
        {
            Unsettled =
            [
                .. Sessions.Values.Where(s => s is { State: SessionState.Ended, Transaction: not null })
                    .Select(s => (Session: s, Written: Settlements.GetValueOrDefault(s.Id)))
                    .Where(s => s.Written?.State != SettlementState.Settled)
                    .Select(s => new UnsettledSession(s.Session.Id, s.Written, s.Written?.AreCostsFinal == true ? null : s.Session)),
            ],
        };
    }
}
