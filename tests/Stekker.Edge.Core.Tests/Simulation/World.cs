using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Tests.Time;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>A site with its chargers, drivers, operators and mishaps, all thrown by one seed.</summary>
internal sealed class World
{
    private static readonly string[] Tags = ["04A2B3C4", "04D5E6F7", "1122334455667788", "VID:0011AABBCCDD00112233445566", "EXPIRED1", "STRANGER", "deadbeef"];

    private readonly Dice dice;
    private readonly Invariants invariants = new();
    private long connections;

    public World(int seed, Sabotage? sabotage = null, bool hashing = false, int traced = Trace.Short)
    {
        dice = new Dice(seed);
        Trace = new Trace(hashing, traced);
        SiteConfiguration configuration = SiteStory.AtSite(
            new CardRules { Unknown = dice.Pick([UnknownCards.Refuse, UnknownCards.Accept]), DeactivatedMidSession = dice.Pick([DeactivatedMidSession.Stop, DeactivatedMidSession.Finish]) },
            new AccessRules { FreeVend = dice.Chance(0.1), NoCardNeeded = dice.Chance(0.1), RemoteStart = dice.Chance(0.9) });
        configuration = configuration with
        {
            Tariff = dice.Chance(0.5) ? new TariffSettings { Kind = TariffKind.Fixed, PriceEurPerKwh = 0.25m, FeedIn = FeedInKind.None } : null,
            Cloud = new CloudSettings(new Uri("mqtts://broker.example:8883")),
        };
        Edge = new Edge(dice, Time, Trace, invariants, sabotage ?? new Sabotage(), configuration)
        {
            Instruct = (id, order) => Chargers!.Find(c => c.Id == id && c.IsOnline)?.Orders.Add(order),
            Died = () => Chargers!.ForEach(c => c.EdgeDied()),
        };
        Chargers = [.. new[] { "CP01", "CP02", "CP03" }.Take(dice.Between(1, 3)).Select(id => new ModelCharger(id, dice, Time, Edge, invariants, () => ++connections))];
    }

    public VirtualTime Time { get; } = new();

    public Trace Trace { get; }

    public Edge Edge { get; }

    public List<ModelCharger> Chargers { get; } = [];

    public void Live(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            Pass(dice.Between(0, 99) switch
            {
                < 90 => TimeSpan.FromSeconds(dice.Between(1, 90)),
                < 98 => TimeSpan.FromMinutes(dice.Between(2, 45)),
                _ => TimeSpan.FromHours(dice.Between(1, 9)),
            });
            ModelCharger charger = dice.Pick(Chargers);
            TheLine(charger);
            charger.Connectors.ForEach(c => TheDriver(charger, c));
            charger.Orders.CarryOut(Edge);
            charger.Send(dice.Between(0, 5));
            ThePeople();
            TheMishaps(charger);
        }
    }

    public void Pass(TimeSpan span)
    {
        Time.Pass(span);
        Chargers.ForEach(c => c.Connectors.ForEach(k => k.Pass(span)));
        Edge.Happens(new SiteEvent.Tick());
        Edge.Plan();
    }

    private void TheLine(ModelCharger charger)
    {
        if (!charger.IsOnline)
        {
            if (dice.Chance(0.4))
            {
                charger.Connect();
                if (charger.IsOnline && dice.Chance(0.5))
                {
                    charger.Boot();
                }
            }
        }
        else if (dice.Chance(0.04))
        {
            charger.LineDrops(dice.Chance(0.8));
        }
        else if (dice.Chance(0.1))
        {
            charger.Heartbeat();
        }
    }

    private void TheDriver(ModelCharger charger, ModelConnector connector)
    {
        ConnectorStatus before = connector.Status;
        switch (connector)
        {
            case { HasCar: false }:
                connector.HasCar = dice.Chance(0.3);
                break;
            case { Transaction: null, Charged: true } when dice.Chance(0.4):
                (connector.HasCar, connector.Charged) = (false, false);
                break;
            case { Transaction: null } when dice.Chance(0.3):
                Present(charger, connector, dice.Pick(Tags));
                break;
            case { Transaction: null }:
                break;
            case var _ when dice.Chance(0.1):
                charger.Stop(connector, StopReason.Local);
                break;
            case var _ when dice.Chance(0.05):
                charger.Stop(connector, StopReason.CarUnplugged);
                (connector.HasCar, connector.Charged) = (false, false);
                break;
            default:
                connector.IsPaused ^= dice.Chance(0.1);
                charger.Sample(connector);
                break;
        }

        if (charger.IsOnline && charger.Quirks.SamplesWithoutTransaction && dice.Chance(0.2))
        {
            charger.SampleWithoutTransaction(connector);
        }

        if (connector.Status != before || dice.Chance(0.03))
        {
            if (!charger.Quirks.StatusFirst)
            {
                charger.Send(3);
            }

            charger.ReportStatus(connector);
        }
    }

    private void Present(ModelCharger charger, ModelConnector connector, string idTag)
    {
        if (!charger.IsOnline)
        {
            charger.Start(connector, idTag);
            return;
        }

        Reply? reply = Edge.Ask(r => new SiteEvent.CardPresented(r, charger.Id, idTag));
        if (reply is Reply.CardAnswer { Authorization.Accepted: true } || (reply is null && dice.Chance(0.5)))
        {
            charger.Start(connector, idTag);
        }
    }

    private void ThePeople()
    {
        string idTag = dice.Pick(Tags);
        string chargePointId = dice.Pick(Chargers).Id;
        switch (dice.Between(0, 60))
        {
            case 0 or 1 or 2 when idTag != "STRANGER":
                DateTimeOffset? expires = idTag == "EXPIRED1" ? VirtualTime.Noon.AddDays(-1) : null;
                CardScope scope = new(dice.Pick([CardScopeKind.Organisation, CardScopeKind.Vehicle, CardScopeKind.Site]));
                Edge.Ask(r => new SiteEvent.CardsPut(r, [SiteStory.A(idTag, scope, expires: expires)]));
                break;
            case 3:
                Edge.Ask(r => new SiteEvent.CardDeactivated(r, idTag));
                break;
            case 4:
                Edge.Ask(r => new SiteEvent.ChargePointAdmitted(r, chargePointId, Admission.Accepted));
                break;
            case 5:
                Edge.Ask(r => new SiteEvent.RemoteStartAsked(r, chargePointId, dice.Pick<int?>([null, 1, 2]), idTag));
                break;
            case 8 or 9:
                SessionWish wish = new(
                    dice.Chance(0.5) ? Time.TrueUtc + TimeSpan.FromMinutes(dice.Between(-60, 2000)) : null, dice.Pick<int?>([null, 500, 1000]), dice.Chance(0.3));
                Edge.Ask(r => new SiteEvent.WishPut(r, chargePointId, dice.Pick<int?>([null, 1, 2]), wish));
                break;
            case 6:
                Edge.Ask(r => new SiteEvent.RemoteStopAsked(r, chargePointId, dice.Pick<int?>([null, 1])));
                break;
            case 7:
                Edge.Happens(new SiteEvent.Connected($"WHO{dice.Between(0, 999):000}", ++connections, "ocpp1.6", "192.0.2.99"));
                break;
            default:
                break;
        }
    }

    private void TheMishaps(ModelCharger charger)
    {
        if (dice.Chance(0.015))
        {
            charger.PowerCut();
            if (dice.Chance(0.2))
            {
                charger.Orders.LoseList();
            }
        }

        if (dice.Chance(0.002))
        {
            Time.WakeWithout(-TimeSpan.FromMinutes(dice.Between(5, 60 * 24 * 20)));
            Chargers.ForEach(c => c.ClockMayHaveGoneBack());
            Edge.Kill("the router lost its power");
        }
        else if (!Time.Trusted && dice.Chance(0.05))
        {
            // Stamps of ours are mended at once, chargers' clocks with the next heartbeat: theirs are behind meanwhile.
            Time.Arrive();
            Chargers.ForEach(c => c.ClockMayHaveGoneBack());
        }
        else if (dice.Chance(0.02))
        {
            Time.Drift(TimeSpan.FromSeconds(dice.Between(-2, 2)));
        }
    }
}
