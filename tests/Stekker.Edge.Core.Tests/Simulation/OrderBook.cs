using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>Orders that reached a charger, and what it makes of them.</summary>
internal sealed class OrderBook(ModelCharger charger, Dice dice)
{
    private readonly Queue<Order> waiting = new();

    public int ListVersion { get; private set; }

    public SortedSet<IdTag> List { get; } = [];

    public bool IsEmpty => waiting.Count == 0;

    /// <summary>How often it does not do as told.</summary>
    public double Stubbornness { get; set; } = 0.15;

    public void Add(Order order) => waiting.Enqueue(order);

    /// <summary>The adapter tells of each order that no answer will come; with the edge gone there is nobody to tell.</summary>
    public void LineDropped(Edge? edge)
    {
        Order[] lost = [.. waiting];
        waiting.Clear();
        foreach (Order order in lost.TakeWhile(_ => edge is not null && charger.IsOnline))
        {
            edge!.Happens(new SiteEvent.OrderEnded(charger.Id, order, new OrderOutcome.NoAnswer("line dropped")));
        }
    }

    public void CarryOut(Edge edge)
    {
        if (charger.IsOnline && waiting.TryDequeue(out Order? order))
        {
            OrderOutcome outcome = dice.Chance(Stubbornness)
                ? dice.Pick<OrderOutcome>([new OrderOutcome.NoAnswer("timed out"), new OrderOutcome.Refused("Rejected"), new OrderOutcome.NotSupported("NotImplemented")])
                : Obeyed(order);
            edge.Happens(new SiteEvent.OrderEnded(charger.Id, order, outcome));
            After(order, outcome);
        }
    }

    /// <summary>Flash was wiped.</summary>
    public void LoseList()
    {
        List.Clear();
        ListVersion = 0;
    }

    private OrderOutcome Obeyed(Order order)
    {
        switch (order)
        {
            case Order.Commission:
                return new OrderOutcome.Commissioned(
                    Capabilities.Unknown with { LocalListMax = charger.Quirks.LocalListMax }, charger.Quirks.LocalListMax is null ? null : ListVersion);
            case Order.SendLocalList { Full: false } when ListVersion == 0:
                return new OrderOutcome.VersionMismatch();
            case Order.SendLocalList list:
                return Listed(list);
            case Order.StartRemotely start:
                return Free(start) is null ? new OrderOutcome.Refused("Rejected") : new OrderOutcome.Done();
            case Order.StopRemotely stop:
                return charger.Connectors.Exists(c => c.Transaction?.Id == stop.TransactionId) ? new OrderOutcome.Done() : new OrderOutcome.Refused("Rejected");
            default:
                return new OrderOutcome.Done();
        }
    }

    private OrderOutcome.Done Listed(Order.SendLocalList list)
    {
        if (list.Full)
        {
            List.Clear();
        }

        foreach (LocalListEntry entry in list.Entries)
        {
            _ = entry.Card is null ? List.Remove(entry.IdTag) : List.Add(entry.IdTag);
        }

        Invariants.Holds(List.Count <= charger.Quirks.LocalListMax, "a local list is not too long", $"{List.Count} at {charger.Id}");
        ListVersion = list.Version;
        return new OrderOutcome.Done();
    }

    private void After(Order order, OrderOutcome outcome)
    {
        if (outcome is not OrderOutcome.Done)
        {
            return;
        }

        switch (order)
        {
            case Order.AskForBoot:
                charger.Boot();
                break;
            case Order.AskForStatus:
                charger.Connectors.ForEach(charger.ReportStatus);
                break;
            case Order.StartRemotely start when Free(start) is { } connector:
                charger.Start(connector, start.IdTag.Text);
                break;
            case Order.StopRemotely stop when charger.Connectors.Find(c => c.Transaction?.Id == stop.TransactionId) is { } connector:
                charger.Stop(connector, StopReason.Remote);
                break;
            default:
                break;
        }
    }

    private ModelConnector? Free(Order.StartRemotely start) =>
        charger.Connectors.Find(c => c is { HasCar: true, Transaction: null } && (start.ConnectorId is null || start.ConnectorId == c.Id));
}
