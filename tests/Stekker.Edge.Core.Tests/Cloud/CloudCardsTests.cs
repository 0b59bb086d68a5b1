using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.Cloud;

/// <summary>The cloud's cards come as a snapshot, change by change, twice, late and out of order.</summary>
public sealed class CloudCardsTests
{
    private readonly SiteStory site = new(withCard: false);

    [Fact]
    public void A_card_removed_by_the_cloud_is_deactivated_not_forgotten()
    {
        Assert.Equal(DocumentOutcome.Applied, Snapshot(1, "ONE", "TWO").Outcome);
        Assert.Equal(DocumentOutcome.Applied, Snapshot(2, "TWO").Outcome);

        Card lost = Find("ONE");
        Assert.Equal((false, "label of ONE", CardOrigin.Cloud), (lost.Active, lost.Label, lost.Origin));
        Assert.True(Find("TWO").Active);
        Assert.Equal(CardVerdict.Deactivated, site.Ready().Presents("ONE").Verdict);
    }

    [Fact]
    public void A_card_that_people_at_the_site_added_is_left_alone_by_a_snapshot()
    {
        site.Cards(A("MINE"));

        Snapshot(1, "ONE");

        Assert.Equal((true, CardOrigin.Site), (Find("MINE").Active, Find("MINE").Origin));
    }

    [Fact]
    public void A_card_of_the_site_that_the_cloud_sends_is_the_clouds_from_then_on()
    {
        site.Cards(A("MINE"));
        Snapshot(1, "MINE");
        Assert.Equal(CardOrigin.Cloud, Find("MINE").Origin);

        site.Cards(A("MINE", priority: CardPriority.High));
        Assert.Equal((CardPriority.High, CardOrigin.Cloud), (Find("MINE").Priority, Find("MINE").Origin));

        Snapshot(2);
        Assert.False(Find("MINE").Active);
    }

    [Fact]
    public void A_deactivated_card_that_the_cloud_sends_again_is_good_again()
    {
        Snapshot(1, "ONE");
        Snapshot(2);
        Snapshot(3, "ONE");

        Assert.True(Find("ONE").Active);
    }

    [Fact]
    public void A_card_removed_while_it_charges_is_stopped()
    {
        Snapshot(1, GoodCard);
        int id = site.Ready().Starts().TransactionId;

        Snapshot(2);

        Assert.Equal(new Order.StopRemotely(id, null), Assert.Single(site.Orders.OfType<Order.StopRemotely>()));
        Assert.Equal("label of " + GoodCard, site.Session!.CardLabel);
    }

    [Fact]
    public void The_same_snapshot_again_and_an_older_one_are_without_effect()
    {
        Snapshot(5, "ONE", "TWO");
        site.Forget();

        Assert.Equal(DocumentOutcome.Repeated, Snapshot(5, "THREE").Outcome);
        Reply.DocumentTaken older = Snapshot(4, "THREE");

        Assert.Equal((DocumentOutcome.Older, 5L), (older.Outcome, older.Standing!.Version));
        Assert.Empty(site.Effects.OfType<Effect.LedgerWrite>());
        Assert.Equal(["ONE", "TWO"], site.State.Cards.Select(c => c.IdTag.Text));
    }

    [Fact]
    public void A_new_version_that_says_the_same_writes_no_card_and_brings_no_list_to_a_charger()
    {
        Snapshot(1, "ONE");
        site.Ready(localList: 100, localListVersion: 0).Forget();

        Snapshot(2, "ONE");

        Assert.Equal(2, Assert.IsType<Effect.SaveCloudDocument>(Assert.Single(site.Effects.OfType<Effect.LedgerWrite>())).Document.Version);
        Assert.Empty(site.Orders);
    }

    [Fact]
    public void A_change_applies_to_the_version_before_it()
    {
        Snapshot(12, "ONE", "TWO");

        Assert.Equal(DocumentOutcome.Applied, Delta(13, ["THREE"], ["ONE", "NEVER"]).Outcome);

        Assert.Equal([("ONE", false), ("THREE", true), ("TWO", true)], site.State.Cards.Select(c => (c.IdTag.Text, c.Active)));
        Assert.Equal(13, Standing!.Version);
        Assert.Equal(DocumentOutcome.Repeated, Delta(13, ["FOUR"], []).Outcome);
        Assert.Equal(DocumentOutcome.Repeated, Delta(7, ["FOUR"], []).Outcome);
        Assert.Null(site.State.Cards.Find(Tag("FOUR")));
    }

    [Fact]
    public void A_change_that_leaves_a_gap_asks_for_a_snapshot_until_one_comes()
    {
        Snapshot(12, "ONE");

        Reply.DocumentTaken gap = Delta(14, ["TWO"], []);

        Assert.Equal((DocumentOutcome.Gap, 12L, true), (gap.Outcome, gap.Standing!.Version, gap.Standing.SnapshotWanted));
        Assert.Null(site.State.Cards.Find(Tag("TWO")));
        Assert.Equal(Standing, site.Restarts().State.CloudDocuments.Find(CloudDocument.Cards));
        Assert.True(Standing!.SnapshotWanted);

        Assert.Equal(DocumentOutcome.Older, Snapshot(11, "NINE").Outcome);
        Assert.True(Standing!.SnapshotWanted);
        Delta(13, ["LATE"], []);
        Assert.Equal((13L, true), (Standing!.Version, Standing.SnapshotWanted));
        Snapshot(14, "ONE", "TWO", "LATE");
        Assert.Equal((14L, false), (Standing!.Version, Standing.SnapshotWanted));
    }

    [Fact]
    public void The_snapshot_that_stands_already_answers_a_wish_too()
    {
        Snapshot(12, "ONE");
        Delta(99, ["TWO"], []);

        Assert.Equal(DocumentOutcome.Repeated, Snapshot(12, "ONE").Outcome);

        Assert.Equal((12L, false), (Standing!.Version, Standing.SnapshotWanted));
    }

    [Fact]
    public void A_change_where_no_snapshot_ever_came_is_a_gap()
    {
        Reply.DocumentTaken gap = Delta(1, ["ONE"], []);

        Assert.Equal((DocumentOutcome.Gap, null), (gap.Outcome, gap.Standing));
        Assert.Empty(site.State.Cards);
    }

    [Fact]
    public void Many_cards_are_one_change_of_the_chargers_own_lists()
    {
        site.Ready(localList: 5000, localListVersion: 0).Forget();

        Snapshot(1, [.. Enumerable.Range(0, 2000).Select(i => $"C{i}")]);

        Assert.Equal(1, site.State.CardsVersion);
        Assert.Equal(2000, Assert.Single(site.Orders.OfType<Order.SendLocalList>()).Entries.Length);
    }

    [Fact]
    public void More_cards_than_any_site_has_are_refused_whole()
    {
        for (int version = 1; version <= 5; version++)
        {
            Snapshot(version, [.. Enumerable.Range(0, 10_000).Select(i => $"{version}-{i}")]);
        }

        Assert.Contains("50000 is the most", Assert.IsType<Reply.Impossible>(Put(6, ["ONE"], [], true)).Why, StringComparison.Ordinal);
        Assert.Equal((5L, 50_000), (Standing!.Version, site.State.Cards.Count));
    }

    [Fact]
    public void Vehicles_of_the_cloud_are_taken_and_those_no_longer_sent_stay()
    {
        Vehicle leaf = new("leaf-1", "Leaf", new(40_000), null, 1, VehiclePreferences.None);
        Assert.Equal(DocumentOutcome.Applied, Vehicles(1, leaf, leaf with { Id = "leaf-2" }).Outcome);
        Assert.Equal(DocumentOutcome.Applied, Vehicles(2, leaf with { Phases = 3 }).Outcome);
        Assert.Equal(DocumentOutcome.Older, Vehicles(1, leaf).Outcome);

        Assert.Equal([("leaf-1", 3), ("leaf-2", 1)], site.Restarts().State.Vehicles.Select(v => (v.Id, v.Phases!.Value)));
    }

    [Fact]
    public void A_vehicle_that_is_known_just_so_is_not_written_again()
    {
        Vehicle Leaf() => new("leaf-1", "Leaf", new(40_000), null, 1, new VehiclePreferences([null, new TimeOnly(8, 0), null, null, null, null, null], 900, null));
        site.Asks(r => new SiteEvent.VehiclesPut(r, [Leaf()]));
        site.Forget();

        Assert.Equal(new Reply.CardsChanged(0, 0, 1), site.Asks(r => new SiteEvent.VehiclesPut(r, [Leaf()])));

        Assert.Empty(site.Effects.OfType<Effect.LedgerWrite>());
        Vehicle later = Leaf() with { Preferences = Leaf().Preferences with { Departures = [null, new TimeOnly(9, 0), null, null, null, null, null] } };
        Assert.Equal(new Reply.CardsChanged(0, 1, 0), site.Asks(r => new SiteEvent.VehiclesPut(r, [later])));
    }

    private CloudDocument? Standing => site.State.CloudDocuments.Find(CloudDocument.Cards);

    private static IdTag Tag(string text) => IdTag.TryParse(text)!.Value;

    private Card Find(string idTag) => site.State.Cards.Find(Tag(idTag))!;

    private Reply.DocumentTaken Snapshot(long version, params string[] cards) => (Reply.DocumentTaken)Put(version, cards, [], true);

    private Reply.DocumentTaken Delta(long version, string[] put, string[] deactivate) => (Reply.DocumentTaken)Put(version, put, deactivate, false);

    private Reply Put(long version, string[] put, string[] deactivate, bool isSnapshot) => site.Asks(r =>
        new SiteEvent.CloudCardsPut(r, version, [.. put.Select(c => A(c))], [.. deactivate.Select(Tag)], isSnapshot));

    private Reply.DocumentTaken Vehicles(long version, params ImmutableArray<Vehicle> vehicles) =>
        (Reply.DocumentTaken)site.Asks(r => new SiteEvent.CloudVehiclesPut(r, version, vehicles));
}
