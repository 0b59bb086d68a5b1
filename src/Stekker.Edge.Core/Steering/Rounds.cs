using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Steering;

/// <summary>
/// Keeps the chargers within the site's limits: a round of the balancer on each reading of the grid meter and each second, and the orders
/// that follow from it.
/// </summary>
internal static class Rounds
{
    /// <summary>A schedule begins so long ago: a charger whose clock is a little behind takes it at once too.</summary>
    private static readonly TimeSpan ClockDrift = TimeSpan.FromSeconds(30);

    public static void Run(Turn turn)
    {
        SiteState site = turn.State;
        SteeringState steering = site.Steering;
        ImmutableArray<LimitWindow> windows = Standing(steering.Windows, turn);
        if (windows != steering.Windows)
        {
            // Over is over also after a restart: without a trusted clock each one that is known holds.
            turn.Save(new Effect.SaveLimits(windows));
        }

        BalancerInput input = new(
            steering.Limits, steering.Topology, steering.Grid, ConnectorInputs.Of(site, turn.Now), windows, site.Configuration.Balancing.Balancer)
        {
            MeterConfigured = SiteLimits.HasGridMeter(site.Configuration),
        };
        (BalancerState balancer, ImmutableArray<Grant> grants, ImmutableArray<Finding> findings) = Balancer.Round(steering.Balancer, input, turn.Now);
        (WriterState writer, ImmutableArray<Setpoint> setpoints) =
            SetpointWriter.Decide(steering.Writer, input, grants, site.Configuration.Balancing.Writer, turn.Now);
        turn.State = site with { Steering = steering with { Balancer = balancer, Writer = writer, Grants = grants, Windows = input.Windows } };
        foreach (Setpoint setpoint in setpoints)
        {
            ChargePoint chargePoint = turn.Find(setpoint.ChargePointId)!;
            Capabilities can = chargePoint.Capabilities ?? Capabilities.Unknown;
            int transactionId = chargePoint.Connectors.Find(setpoint.ConnectorId)!.Session!.Transaction!.Id;
            turn.Instruct(
                chargePoint.Id,
                new Order.SetLimit(setpoint, transactionId, chargePoint.ClockAt(turn.Now) - ClockDrift, can.MaxProfileLevel ?? 0, can.CanSwitchPhases));
        }

        Tell(turn, findings);
        Fallbacks.Bring(turn, grants);
    }

    public static void PutWindows(Turn turn, SiteEvent.LimitWindowsPut e)
    {
        if (Documents.IsKnown(turn, e.Request, CloudDocument.Limits, e.Version))
        {
            return;
        }

        string? why = e.Windows.Length > LimitWindow.Most ? $"{e.Windows.Length} limit windows: {LimitWindow.Most} is the most" : e.Windows.Select(w => w.Fault).FirstOrDefault(f => f is not null);
        if (why is not null)
        {
            turn.Answer(e.Request, new Reply.Impossible(why));
            return;
        }

        // A window that is over already is as good as not sent; of one that began before, the rest holds from this very round on.
        ImmutableArray<LimitWindow> windows = Standing(e.Windows, turn);
        if (!windows.AsSpan().SequenceEqual(turn.State.Steering.Windows.AsSpan()))
        {
            turn.State = turn.State with { Steering = turn.State.Steering with { Windows = windows } };
            turn.Save(new Effect.SaveLimits(windows));
        }

        Documents.Taken(turn, e.Request, CloudDocument.Limits, e.Version);
        Run(turn);
    }

    /// <summary>What a charger did with its limit.</summary>
    public static void LimitEnded(Turn turn, string chargePointId, Order.SetLimit order, OrderOutcome outcome)
    {
        bool accepted = outcome is OrderOutcome.Done;
        SteeringState steering = turn.State.Steering;
        turn.State = turn.State with
        {
            Steering = steering with
            {
                Writer = SetpointWriter.Ended(steering.Writer, order.Setpoint, accepted, turn.Now),
                Shown = Without(steering.Shown, chargePointId, order.Setpoint.ConnectorId),
            },
        };
        string about = $"limit-refused:{chargePointId}/{order.Setpoint.ConnectorId}";
        if (accepted)
        {
            turn.Clear(about);
            AskWhereNothingIsMeasured(turn, chargePointId, order.Setpoint.ConnectorId);
        }
        else if (outcome is OrderOutcome.Refused or OrderOutcome.NotSupported && StillCharges(turn, chargePointId, order))
        {
            turn.Raise(about, $"{chargePointId} connector {order.Setpoint.ConnectorId} does not take its limit of {order.Setpoint.Rate}: {Orders.InWords(outcome)}; what it may draw is kept free for it");
        }
    }

    /// <summary>What a charger without a meter shows of its schedule: the only proof that it took its limit.</summary>
    public static void LimitShown(Turn turn, string chargePointId, Order.AskForLimit order, OrderOutcome outcome)
    {
        if (outcome is OrderOutcome.LimitShown { PerPhase: { } limit })
        {
            SteeringState steering = turn.State.Steering;
            turn.State = turn.State with
            {
                Steering = steering with
                {
                    Shown = Without(steering.Shown, chargePointId, order.ConnectorId).Add(new ShownLimit(chargePointId, order.ConnectorId, limit, turn.Now.Elapsed)),
                },
            };
        }
    }

    private static bool StillCharges(Turn turn, string chargePointId, Order.SetLimit order) =>
        turn.Find(chargePointId)?.Connectors.Find(order.Setpoint.ConnectorId)?.Session is { HasOpenTransaction: true, Transaction: { } t } && t.Id == order.TransactionId;

    private static void AskWhereNothingIsMeasured(Turn turn, string chargePointId, int connectorId)
    {
        if (turn.Find(chargePointId) is { } chargePoint && chargePoint.Connectors.Find(connectorId) is { Live: null })
        {
            turn.Instruct(chargePointId, new Order.AskForLimit(connectorId, turn.State.Steering.GrantOf(chargePointId, connectorId)?.UsedPhases ?? 3, turn.State.Configuration.Grid.Voltage));
        }
    }

    private static ImmutableArray<ShownLimit> Without(ImmutableArray<ShownLimit> shown, string chargePointId, int connectorId) =>
        shown.RemoveAll(s => s.ConnectorId == connectorId && s.ChargePointId == chargePointId);

    /// <summary>A window is dropped once it is surely over.</summary>
    private static ImmutableArray<LimitWindow> Standing(ImmutableArray<LimitWindow> windows, Turn turn) =>
        turn.Now.UtcTrusted && windows.Any(w => w.Until <= turn.Now.Utc) ? windows.RemoveAll(w => w.Until <= turn.Now.Utc) : windows;

    private static void Tell(Turn turn, ImmutableArray<Finding> findings)
    {
        ImmutableArray<string> before = turn.State.Steering.Standing;
        if (findings.IsEmpty && before.IsEmpty)
        {
            return;
        }

        foreach (Finding finding in findings)
        {
            if (finding.Level != TellLevel.Info)
            {
                turn.Raise(finding.Id, finding.Text, finding.Level);
            }
            else if (!before.Contains(finding.Id))
            {
                // How the site is made is said once; it is nothing to be alarmed about.
                turn.Tell(TellLevel.Info, finding.About, finding.Text);
            }
        }

        foreach (string id in before)
        {
            if (!findings.Any(f => f.Id == id))
            {
                turn.Clear(id);
            }
        }

        turn.State = turn.State with { Steering = turn.State.Steering with { Standing = [.. findings.Select(f => f.Id)] } };
    }
}
