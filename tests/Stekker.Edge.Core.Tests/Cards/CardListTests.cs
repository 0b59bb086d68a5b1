using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.Cards;

/// <summary>Cards come, change and are lost.</summary>
public sealed class CardListTests
{
    [Fact]
    public void The_same_cards_again_change_nothing()
    {
        SiteStory site = new(withCard: false);
        Assert.Equal(new Reply.CardsChanged(2, 0, 0), site.Cards(A("ONE"), A("TWO")));
        site.Forget();

        Assert.Equal(new Reply.CardsChanged(1, 1, 1), site.Cards(A("ONE"), A("TWO", priority: CardPriority.High), A("THREE")));

        Assert.Equal(2, site.State.CardsVersion);
        Assert.Equal(2, site.Effects.OfType<Effect.SaveCard>().Count());
        Assert.Equal(new Reply.CardsChanged(0, 0, 1), site.Cards(A("ONE")));
        Assert.Equal(2, site.State.CardsVersion);
    }

    [Fact]
    public void The_version_goes_on_after_a_restart()
    {
        SiteStory site = new(withCard: false);
        site.Cards(A("ONE"));
        site.Deactivates("one");

        Assert.Equal(2, site.Restarts().State.CardsVersion);
    }

    [Fact]
    public void A_card_that_is_not_known_cannot_be_deactivated() => Assert.IsType<Reply.Impossible>(new SiteStory().Deactivates("NOBODY"));

    [Fact]
    public void A_lost_card_stops_charging_at_once()
    {
        SiteStory site = new SiteStory().Ready();
        int id = site.Starts().TransactionId;

        site.Deactivates(GoodCard);

        Assert.Equal(new Order.StopRemotely(id, null), Assert.Single(site.Orders.OfType<Order.StopRemotely>()));
        Assert.Equal(CardVerdict.Deactivated, site.Presents(GoodCard).Verdict);
    }

    [Fact]
    public void A_lost_card_at_a_charger_that_is_offline_stops_as_soon_as_it_is_back()
    {
        SiteStory site = new SiteStory().Ready();
        int id = site.Starts().TransactionId;
        site.LineDrops().Deactivates(GoodCard);
        Assert.Empty(site.Orders.OfType<Order.StopRemotely>());

        site.Ready();

        Assert.Equal(id, Assert.Single(site.Orders.OfType<Order.StopRemotely>()).TransactionId);
    }

    [Fact]
    public void A_charger_that_does_not_stop_a_lost_card_is_an_alarm()
    {
        SiteStory site = new SiteStory().Ready();
        site.Starts();
        site.Deactivates(GoodCard);

        site.Ends(site.Orders.OfType<Order.StopRemotely>().Single(), new OrderOutcome.Refused("Rejected"));

        Assert.Contains(site.Effects.OfType<Effect.Tell>(), t => t.Level == TellLevel.Alarm && t.Text.Contains("did not stop", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_it_is_so_configured_a_lost_cards_session_may_finish()
    {
        SiteStory site = new SiteStory(AtSite(new CardRules { DeactivatedMidSession = DeactivatedMidSession.Finish })).Ready();
        site.Starts();

        site.Deactivates(GoodCard);

        Assert.Empty(site.Orders.OfType<Order.StopRemotely>());
    }

    [Fact]
    public void Another_cards_session_goes_on()
    {
        SiteStory site = new SiteStory().Ready();
        site.Cards(A("OTHER"));
        site.Starts(idTag: "OTHER");

        site.Deactivates(GoodCard);

        Assert.Empty(site.Orders.OfType<Order.StopRemotely>());
    }

    [Fact]
    public void Vehicles_are_kept()
    {
        SiteStory site = new();
        Vehicle car = new("leaf-1", "Leaf", new(40_000), null, 1, VehiclePreferences.None);

        site.Asks(r => new SiteEvent.VehiclesPut(r, [car]));

        Assert.Equal(car, site.Restarts().State.Vehicles.Find("leaf-1"));
    }
}
