using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Site;

/// <summary>A ledger in memory that means what the real one means: writes replace by key, and stamps of an earlier run lose their monotonic time.</summary>
internal sealed class MemoryLedger
{
    private readonly SortedDictionary<string, ChargePointRecord> chargePoints = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Session> sessions = [];
    private readonly SortedDictionary<IdTag, Card> cards = [];
    private readonly SortedDictionary<string, Vehicle> vehicles = new(StringComparer.Ordinal);
    private readonly List<Refusal> refusals = [];
    private readonly Dictionary<(string, int, string?, WattHours), OrphanStop> orphans = [];

    private readonly SortedDictionary<long, Settlement> settlements = [];

    private BalancerMemory balancer = BalancerMemory.Nothing;

    private readonly List<SitePtu> history = [];

    private PriceBook prices = PriceBook.Empty;
    private readonly SortedDictionary<string, CloudDocument> documents = new(StringComparer.Ordinal);
    private WeatherForecast weather = WeatherForecast.None;
    private ImmutableArray<LimitWindow> windows = [];

    private readonly List<Report> reports = [];

    private readonly SortedDictionary<string, CloudCommand> commands = new(StringComparer.Ordinal);

    private readonly SortedDictionary<long, CdrTold> cdrs = [];

    private DateOnly? savingsToldThrough;

    /// <summary>All that was ever queued, in order.</summary>
    public IReadOnlyList<Report> Reports => reports;

    public IReadOnlyDictionary<long, Session> Sessions => sessions;

    public IReadOnlyDictionary<long, Settlement> Settlements => settlements;

    public IReadOnlyCollection<OrphanStop> Orphans => orphans.Values;

    public IReadOnlyList<Refusal> Refusals => refusals;

    public void Write(Effect.LedgerWrite write)
    {
        switch (write)
        {
            case Effect.SaveSession w:
                Assert.False(w.Session.Unsaved);
                sessions[w.Session.Id] = w.Session;
                break;
            case Effect.SaveCard w:
                cards[w.Card.IdTag] = w.Card;
                refusals.RemoveAll(r => w.Card.Active && r.IdTag == w.Card.IdTag);
                break;
            case Effect.SaveVehicle w:
                vehicles[w.Vehicle.Id] = w.Vehicle;
                break;
            case Effect.SaveChargePoint w:
                chargePoints[w.ChargePoint.Id] = w.ChargePoint;
                break;
            case Effect.SaveRefusal w:
                refusals.RemoveAll(r => r.IdTag == w.Refusal.IdTag && r.ChargePointId == w.Refusal.ChargePointId);
                refusals.Insert(0, w.Refusal);
                break;
            case Effect.SaveOrphanStop w:
                orphans[(w.Stop.ChargePointId, w.Stop.TransactionId, w.Stop.IdTag, w.Stop.MeterStop)] = w.Stop;
                break;
            case Effect.SaveBalance w:
                balancer = balancer with { Ptu = w.Account, Grants = w.Grants };
                break;
            case Effect.SaveLearned w:
                balancer = balancer with { BaseLoads = w.BaseLoads, Wirings = w.Wirings };
                break;
            case Effect.SaveSettlement w:
                Assert.Contains(w.Settlement.SessionId, sessions.Keys);
                settlements[w.Settlement.SessionId] = w.Settlement;
                break;
            case Effect.SaveSitePtu w:
                history.Add(w.Ptu);
                break;
            case Effect.SavePrices w:
                prices = new PriceBook(SpotSeries.Over(prices.Spot, w.Rows), prices.Imbalance) { Area = w.Area };
                break;
            case Effect.SaveImbalance w:
                prices = prices with { Imbalance = SpotSeries.Over(prices.Imbalance, w.Rows) };
                break;
            case Effect.QueueReport w:
                reports.Add(w.Report);
                break;
            case Effect.SaveCdrTold w:
                cdrs[w.Told.SessionId] = w.Told;
                break;
            case Effect.SaveSavingsTold w:
                savingsToldThrough = w.Through;
                break;
            case Effect.SaveCommand w:
                commands[w.Command.Id] = w.Command;
                break;
            case Effect.ForgetReports or Effect.PruneRecords:
                break;
            case Effect.SaveWeather w:
                weather = new WeatherForecast(w.Points);
                break;
            case Effect.SaveLimits w:
                windows = w.Windows;
                break;
            case Effect.SaveCloudDocument w:
                documents[w.Document.Name] = w.Document;
                break;
            default:
                throw new InvalidOperationException($"the ledger does not know {write.GetType().Name}");
        }
    }

    /// <summary>What a restarted site reads.</summary>
    public LedgerContents Read() => new(
        [.. chargePoints.Values],
        [.. Remembered().Select(Reloaded)],
        [.. cards.Values],
        [.. vehicles.Values],
        [.. refusals.Take(SiteState.MostRefusals)],
        cards.Values.Select(c => c.Version).DefaultIfEmpty(0).Max(),
        sessions.Keys.DefaultIfEmpty(0).Max() + 1,
        sessions.Values.Select(s => s.Transaction?.Id ?? 0).DefaultIfEmpty(0).Max() + 1)
    {
        Balancer = balancer,
        Unsettled =
        [
            .. sessions.Values.Where(s => s is { State: SessionState.Ended, Transaction: not null })
                .Select(s => (Session: s, Written: settlements.GetValueOrDefault(s.Id)))
                .Where(s => s.Written?.State != SettlementState.Settled)
                .Select(s => new UnsettledSession(s.Session.Id, s.Written, s.Written?.AreCostsFinal == true ? null : Reloaded(s.Session))),
        ],
        Prices = prices,
        Weather = weather,
        Windows = windows,
        CloudDocuments = [.. documents.Values],
        History = new SiteHistory([.. history.TakeLast(SiteHistory.MostKept)]),
        Commands = [.. commands.Values],
        Cdrs = [.. cdrs.Values],
        SavingsToldThrough = savingsToldThrough,
    };

    private IEnumerable<Session> Remembered() => sessions.Values.Where(s => s.State != SessionState.Ended).Concat(
        sessions.Values.Where(s => s.State == SessionState.Ended)
            .GroupBy(s => s.ChargePointId)
            .SelectMany(g => g.OrderByDescending(s => s.Id).Take(ChargePoint.RecentSessions)));

    private static Session Reloaded(Session session) => session with
    {
        PluggedIn = Reloaded(session.PluggedIn),
        Unplugged = session.Unplugged is { } unplugged ? Reloaded(unplugged) : null,
        Transaction = session.Transaction is not { } t
            ? null
            : t with
            {
                Started = Reloaded(t.Started),
                Register = t.Register with { At = Stamp.ToMilliseconds(t.Register.At) },
                End = t.End is { } end ? end with { At = Reloaded(end.At) } : null,
            },
    };

    private static Stamp Reloaded(Stamp stamp) => new(Stamp.ToMilliseconds(stamp.Utc), stamp.Trusted, null);
}
