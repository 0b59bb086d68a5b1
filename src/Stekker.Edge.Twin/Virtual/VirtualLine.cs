using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>The connection between a charger and the edge, with its ways to fail.</summary>
internal sealed class VirtualLine(VirtualCharger charger, IVirtualSite site)
{
    /// <summary>From an order to the charger's answer.</summary>
    private static readonly TimeSpan AnswerTakes = TimeSpan.FromMilliseconds(120);

    /// <summary>The daemon's own patience with a call.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly List<(TimeSpan Due, Order Order, bool Lost)> orders = [];
    private long connection;
    private State state = State.Down;

    /// <summary>The edge still believes in the line, until its pings go unanswered for so long.</summary>
    private TimeSpan noticedAt = TimeSpan.MaxValue;

    private TimeSpan reconnectAt = TimeSpan.MaxValue;

    private enum State
    {
        Open,

        /// <summary>Nothing gets through, and the edge does not know yet.</summary>
        HalfOpen,
        Down,
    }

    public bool IsOpen => state == State.Open && site.EdgeIsUp;

    public TimeSpan NextAt
    {
        get
        {
            TimeSpan next = noticedAt < reconnectAt || !site.EdgeIsUp ? noticedAt : reconnectAt;
            foreach ((TimeSpan due, _, _) in orders)
            {
                next = due < next ? due : next;
            }

            return next;
        }
    }

    public void Instruct(Order order)
    {
        switch (state)
        {
            case State.Open:
                orders.Add((site.World.At + AnswerTakes, order, false));
                break;
            case State.HalfOpen:
                orders.Add((site.World.At + CallTimeout, order, true));
                break;
            default:
                site.Later(() => site.Happens(new SiteEvent.OrderEnded(charger.Id, order, new OrderOutcome.NoAnswer("not connected"))));
                break;
        }
    }

    public void ConnectAt(TimeSpan at) => reconnectAt = at;

    /// <summary>A line that is cut is back by then.</summary>
    public void BackBy(TimeSpan at) => reconnectAt = state != State.Open && reconnectAt > at ? at : reconnectAt;

    /// <summary>The edge is there again; a charger whose own line is cut comes when that is mended.</summary>
    public void ReconnectsAfterRestart(TimeSpan at) => reconnectAt = reconnectAt == TimeSpan.MaxValue || reconnectAt < at ? at : reconnectAt;

    /// <summary>Cut, and both ends know.</summary>
    public void Closes(TimeSpan backAt)
    {
        reconnectAt = backAt;
        if (state != State.Down)
        {
            state = State.Down;
            EdgeNotices("closed by the charger");
        }
    }

    /// <summary>Nothing gets through any more, and nobody said so. What was on its way may have arrived.</summary>
    public void GoesDead(TimeSpan backAt)
    {
        reconnectAt = backAt;
        if (state != State.Open)
        {
            return;
        }

        state = State.HalfOpen;
        noticedAt = site.World.At + site.Dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(50));
        for (int i = 0; i < orders.Count; i++)
        {
            if (site.Dice.Chance(0.5))
            {
                charger.Obey(orders[i].Order);
            }

            orders[i] = (site.World.At + CallTimeout, orders[i].Order, true);
        }
    }

    /// <summary>Nobody is left to notice; the charger tries again later.</summary>
    public void EdgeDied()
    {
        state = State.Down;
        noticedAt = TimeSpan.MaxValue;
        orders.Clear();
    }

    public void TimePassed()
    {
        TimeSpan at = site.World.At;
        for (int i = 0; i < orders.Count; i++)
        {
            (TimeSpan due, Order order, bool lost) = orders[i];
            if (due <= at)
            {
                orders.RemoveAt(i--);
                OrderOutcome outcome = lost ? new OrderOutcome.NoAnswer("it did not answer in time") : site.Obey(charger, order);
                site.Happens(new SiteEvent.OrderEnded(charger.Id, order, outcome));
            }
        }

        if (at >= noticedAt)
        {
            state = State.Down;
            EdgeNotices("no answer to pings");
        }

        if (at >= reconnectAt && site.EdgeIsUp)
        {
            Connect();
        }
    }

    private void Connect()
    {
        bool first = connection == 0;
        reconnectAt = noticedAt = TimeSpan.MaxValue;
        connection = site.NextConnection();
        state = State.Open;
        Lose("the line was replaced");
        site.Happens(new SiteEvent.Connected(charger.Id, connection, "ocpp1.6", "192.0.2.1"));
        charger.Connected(first || site.Dice.Chance(0.3));
    }

    private void EdgeNotices(string why)
    {
        noticedAt = TimeSpan.MaxValue;
        Lose("the line was lost");
        site.Happens(new SiteEvent.Disconnected(charger.Id, connection, why));
    }

    private void Lose(string why)
    {
        List<(TimeSpan Due, Order Order, bool Lost)> lost = [.. orders];
        orders.Clear();
        foreach ((_, Order order, _) in lost)
        {
            site.Happens(new SiteEvent.OrderEnded(charger.Id, order, new OrderOutcome.NoAnswer(why)));
        }
    }
}
