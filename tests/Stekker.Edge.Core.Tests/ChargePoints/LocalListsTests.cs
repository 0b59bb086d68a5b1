using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.ChargePoints;

/// <summary>The chargers' own card lists.</summary>
public sealed class LocalListsTests
{
    private readonly SiteStory site = new(withCard: false);

    private Order.SendLocalList Sent => site.Orders.OfType<Order.SendLocalList>().Last();

    [Fact]
    public void A_charger_we_know_nothing_of_gets_the_whole_list()
    {
        site.Cards(A("ONE"), A("TWO"), A("LOST", active: false), A("VID:0011AABBCCDDEEFF00112233"), A("ELSEWHERE", new CardScope(CardScopeKind.Site, "windhoek-3")));

        site.Ready(localList: 100, localListVersion: 7, perCall: 20);

        AssertSent(full: true, "ONE", "TWO");
        Assert.Equal((1, 20), (Sent.Version, Sent.PerCall));
    }

    [Fact]
    public void A_change_goes_out_as_a_difference()
    {
        Listed("ONE", "TWO");

        site.Cards(A("THREE"));

        AssertSent(full: false, "THREE");
    }

    [Fact]
    public void A_lost_card_is_taken_off_the_list()
    {
        Listed("ONE", "TWO");

        site.Deactivates("TWO");

        AssertSent(full: false, "-TWO");
    }

    [Fact]
    public void A_cars_token_that_does_not_fit_is_left_out_of_a_difference_too()
    {
        Listed("ONE");

        site.Cards(A("VID:0011AABBCCDDEEFF00112233"), A("TWO"));

        AssertSent(full: false, "TWO");
    }

    [Fact]
    public void Version_mismatch_brings_the_whole_list()
    {
        Listed("ONE", "TWO");
        site.Cards(A("THREE"));

        site.Ends(Sent, new OrderOutcome.VersionMismatch());

        AssertSent(full: true, "ONE", "THREE", "TWO");
    }

    [Fact]
    public void A_charger_that_comes_back_with_our_version_gets_nothing()
    {
        Listed("ONE");
        site.LineDrops().Restarts().Forget();

        site.Ready(localList: 100, localListVersion: 1);

        Assert.Empty(site.Orders.OfType<Order.SendLocalList>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(5)]
    public void A_charger_that_comes_back_with_another_version_gets_the_whole_list(int? version)
    {
        Listed("ONE", "TWO");
        site.LineDrops();

        site.Ready(localList: 100, localListVersion: version);

        AssertSent(full: true, "ONE", "TWO");
    }

    [Fact]
    public void A_list_that_is_too_long_is_cut_by_priority_then_newest()
    {
        site.Cards(A("OLDEST"), A("FIRST", priority: CardPriority.High));
        site.Cards(A("NEWEST"));

        site.Ready(localList: 2);

        AssertSent(full: true, "FIRST", "NEWEST");
        Assert.Contains(site.Told, t => t.Contains("takes 2 of our 3 cards", StringComparison.Ordinal));
    }

    [Fact]
    public void Once_one_was_cut_off_a_place_that_comes_free_is_given_to_it()
    {
        site.Cards(A("ONE"), A("TWO", priority: CardPriority.High), A("THREE", priority: CardPriority.High));
        site.Ready(localList: 2);
        site.Ends(Sent, new OrderOutcome.Done());

        site.Deactivates("TWO");

        AssertSent(full: true, "ONE", "THREE");
    }

    [Fact]
    public void Changes_while_a_list_is_under_way_follow_it()
    {
        site.Cards(A("ONE"));
        site.Ready(localList: 100);
        Order.SendLocalList first = Sent;
        site.Cards(A("TWO"));
        site.Cards(A("THREE"));
        Assert.Same(first, Sent);

        site.Ends(first, new OrderOutcome.Done());

        AssertSent(full: false, "THREE", "TWO");
    }

    [Fact]
    public void A_list_lost_on_a_line_that_stands_is_followed_up()
    {
        Listed("ONE");
        site.Cards(A("TWO"));

        site.Ends(Sent, new OrderOutcome.NoAnswer("timed out")).Forget().AfterMinutes(1);

        Assert.Single(site.Orders.OfType<Order.Commission>());
    }

    [Fact]
    public void A_charger_that_refuses_is_not_asked_again_until_it_connects()
    {
        Listed("ONE");
        site.Cards(A("TWO"));
        site.Ends(Sent, new OrderOutcome.Refused("Failed")).Forget();

        site.Cards(A("THREE"));
        Assert.Empty(site.Orders);
        site.LineDrops().Ready(localList: 100, localListVersion: 1);

        AssertSent(full: false, "THREE", "TWO");
    }

    [Fact]
    public void The_outcome_of_a_line_that_is_gone_says_nothing_of_the_new_one()
    {
        site.Cards(A("ONE"));
        site.Ready(localList: 100);
        Order.SendLocalList first = Sent;
        site.Connects();

        site.Ends(first, new OrderOutcome.Done());

        Assert.Equal(0, site.ChargePoint.Record.LocalListVersion);
    }

    private void Listed(params string[] cards)
    {
        site.Cards([.. cards.Select(c => A(c))]);
        site.Ready(localList: 100);
        site.Ends(Sent, new OrderOutcome.Done());
    }

    private void AssertSent(bool full, params string[] entries)
    {
        Assert.Equal(full, Sent.Full);
        Assert.Equal(entries, Sent.Entries.Select(e => e.Card is null ? $"-{e.IdTag}" : e.IdTag.Text).Order(StringComparer.Ordinal));
    }
}
