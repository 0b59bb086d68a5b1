using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>
/// A ledger in memory that means what the real one means: a write replaces by key, a disk that is full keeps what waits, and stamps of an
/// earlier run lose their monotonic time. Ended sessions are kept as a total, but for the last few of each charge point.
/// </summary>
internal sealed class VirtualLedger
{
    private readonly Dictionary<string, ChargePointRecord> chargePoints = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Session> open = [];
    private readonly Dictionary<string, List<Session>> recent = new(StringComparer.Ordinal);
    private readonly SortedDictionary<IdTag, Card> cards = [];
    private readonly List<Effect.LedgerWrite> waiting = [];
    private readonly SortedDictionary<string, Vehicle> vehicles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Settlement> settlements = [];
    private readonly Dictionary<long, string> labels = [];
    private readonly Queue<SitePtu> history = [];
    private PriceBook prices = PriceBook.Empty;
    private readonly SortedDictionary<string, CloudDocument> documents = new(StringComparer.Ordinal);
    private WeatherForecast weather = WeatherForecast.None;
    private ImmutableArray<LimitWindow> windows = [];
    private BalancerMemory balancer = BalancerMemory.Nothing;
    private long lastSession;
    private int lastTransaction;

    public IEnumerable<Settlement> Settlements => settlements.Values;

    public bool IsFull { get; private set; }

    public int Orphans { get; private set; }

    /// <summary>Told of each session as it is written, open or ended.</summary>
    public Action<Session>? Written { get; init; }

    public string LabelOf(long sessionId) => labels.GetValueOrDefault(sessionId, "");

    public void Fills() => IsFull = true;

    public void HasRoomAgain()
    {
        IsFull = false;
        foreach (Effect.LedgerWrite write in waiting)
        {
            Put(write);
        }

        waiting.Clear();
    }

    public void Write(Effect.LedgerWrite write)
    {
        if (IsFull)
        {
            waiting.Add(write);
        }
        else
        {
            Put(write);
        }
    }

    /// <summary>What a restarted site reads.</summary>
    public LedgerContents Read() => new(
        [.. chargePoints.Values],
        [.. open.Values.Concat(recent.Values.SelectMany(r => r)).Select(Reloaded)],
        [.. cards.Values],
        [.. vehicles.Values],
        [],
        cards.Count == 0 ? 0 : cards.Values.Max(c => c.Version),
        lastSession + 1,
        lastTransaction + 1)
    {
        Balancer = balancer,
        Prices = prices,
        Weather = weather,
        Windows = windows,
        CloudDocuments = [.. documents.Values],
        History = new SiteHistory([.. history]),
    };

    private void Put(Effect.LedgerWrite write)
    {
        switch (write)
        {
            case Effect.SaveSession w:
                Put(w.Session);
                break;
            case Effect.SaveCard w:
                cards[w.Card.IdTag] = w.Card;
                break;
            case Effect.SaveChargePoint w:
                chargePoints[w.ChargePoint.Id] = w.ChargePoint;
                break;
            case Effect.SaveBalance w:
                balancer = balancer with { Ptu = w.Account, Grants = w.Grants };
                break;
            case Effect.SaveLearned w:
                balancer = balancer with { BaseLoads = w.BaseLoads, Wirings = w.Wirings };
                break;
            case Effect.SaveOrphanStop:
                Orphans++;
                break;
            case Effect.SaveVehicle w:
                vehicles[w.Vehicle.Id] = w.Vehicle;
                break;
            case Effect.SaveSettlement w:
                settlements[w.Settlement.SessionId] = w.Settlement;
                break;
            case Effect.SaveSitePtu w:
                history.Enqueue(w.Ptu);
                if (history.Count > SiteHistory.MostKept)
                {
                    history.Dequeue();
                }

                break;
            case Effect.SavePrices w:
                prices = new PriceBook(SpotSeries.Over(prices.Spot, w.Rows), prices.Imbalance) { Area = w.Area };
                break;
            case Effect.SaveImbalance w:
                prices = prices with { Imbalance = SpotSeries.Over(prices.Imbalance, w.Rows) };
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
            case Effect.SaveRefusal or Effect.SaveCommand or Effect.SaveCdrTold or Effect.SaveSavingsTold or Effect.QueueReport or Effect.ForgetReports
                or Effect.PruneRecords:
                break;
            default:
                throw new InvariantBrokenException($"the twin's ledger does not know {write.GetType().Name}");
        }
    }

    private void Put(Session session)
    {
        lastSession = Math.Max(lastSession, session.Id);
        lastTransaction = Math.Max(lastTransaction, session.Transaction?.Id ?? 0);
        labels[session.Id] = session.CardLabel ?? "";
        Written?.Invoke(session);
        if (!recent.TryGetValue(session.ChargePointId, out List<Session>? ended))
        {
            recent[session.ChargePointId] = ended = [];
        }

        ended.RemoveAll(s => s.Id == session.Id);
        if (session.State != SessionState.Ended)
        {
            open[session.Id] = session;
            return;
        }

        open.Remove(session.Id);
        ended.Add(session);
        if (ended.Count > ChargePoint.RecentSessions)
        {
            ended.RemoveAt(0);
        }
    }

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
