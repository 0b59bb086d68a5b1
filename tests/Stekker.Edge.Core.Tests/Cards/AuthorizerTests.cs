using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Tests.Time;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.Cards;

/// <summary>What a presented token is worth.</summary>
public sealed class AuthorizerTests
{
    private static readonly CardScope Vehicle = new(CardScopeKind.Vehicle);

    public static TheoryData<string, CardVerdict> Presented => new()
    {
        { "ORG", CardVerdict.Accepted },
        { "org", CardVerdict.Accepted },
        { "HERE", CardVerdict.Accepted },
        { "NAMED", CardVerdict.Accepted },
        { "ELSEWHERE", CardVerdict.OtherSite },
        { "LOST", CardVerdict.Deactivated },
        { "OLD", CardVerdict.Expired },
        { "SOON", CardVerdict.Accepted },
        { "NEVERSEEN", CardVerdict.Unknown },
        { "", CardVerdict.Unknown },
        { "A-TOKEN-OF-MORE-THAN-TWENTY", CardVerdict.Unknown },
        { "VID:0011AABBCCDDEEFF00112233", CardVerdict.Accepted },
    };

    [Theory]
    [MemberData(nameof(Presented))]
    public void Each_card_has_its_verdict(string idTag, CardVerdict expected) => Assert.Equal(expected, Site().Presents(idTag).Verdict);

    [Theory]
    [InlineData("ELSEWHERE", CardVerdict.Accepted)]
    [InlineData("OLD", CardVerdict.Accepted)]
    [InlineData("NEVERSEEN", CardVerdict.Accepted)]
    [InlineData("", CardVerdict.Accepted)]
    [InlineData("LOST", CardVerdict.Deactivated)]
    public void Free_vend_takes_any_token_but_a_lost_card(string idTag, CardVerdict expected) =>
        Assert.Equal(expected, Site(access: new AccessRules { FreeVend = true }).Presents(idTag).Verdict);

    [Theory]
    [InlineData("NEVERSEEN", CardVerdict.Accepted)]
    [InlineData("", CardVerdict.Unknown)]
    [InlineData("ELSEWHERE", CardVerdict.OtherSite)]
    [InlineData("LOST", CardVerdict.Deactivated)]
    public void A_site_open_to_unknown_cards_still_knows_its_own(string idTag, CardVerdict expected) =>
        Assert.Equal(expected, Site(new CardRules { Unknown = UnknownCards.Accept }).Presents(idTag).Verdict);

    [Theory]
    [InlineData(true, "NOCARD", CardVerdict.Accepted)]
    [InlineData(true, "NEVERSEEN", CardVerdict.Unknown)]
    [InlineData(false, "NOCARD", CardVerdict.Unknown)]
    public void No_card_needed_lets_its_own_token_in(bool noCardNeeded, string idTag, CardVerdict expected) =>
        Assert.Equal(expected, Site(access: new AccessRules { NoCardNeeded = noCardNeeded }).Presents(idTag).Verdict);

    [Fact]
    public void While_the_clock_is_not_trusted_no_card_is_called_expired()
    {
        SiteStory site = Site();
        site.Time.WakeWithout(TimeSpan.FromDays(2));

        Assert.True(site.Presents("OLD").Accepted);
    }

    [Fact]
    public void A_vehicles_card_is_in_one_place_at_a_time()
    {
        SiteStory site = Site();
        site.Cards(A("CAR", Vehicle));
        site.Says(ConnectorStatus.Charging).Starts(idTag: "CAR");

        Assert.Equal(CardVerdict.InUseElsewhere, site.Starts(idTag: "CAR", connector: 2).Authorization.Verdict);
        Assert.True(site.Says(ConnectorStatus.Charging).Starts(11_000, "ORG", connector: 2).Authorization.Accepted);
    }

    [Fact]
    public void A_transaction_at_a_charger_that_is_gone_does_not_keep_the_car_from_charging()
    {
        SiteStory site = Site();
        site.Cards(A("CAR", Vehicle));
        site.Says(ConnectorStatus.Charging).Starts(idTag: "CAR");
        site.LineDrops().Ready("CP02");

        Assert.True(site.Starts(idTag: "CAR", id: "CP02").Authorization.Accepted);
    }

    private static SiteStory Site(CardRules? cards = null, AccessRules? access = null)
    {
        SiteStory site = new SiteStory(AtSite(cards, access)).Ready();
        site.Cards(
            A("ORG"),
            A("HERE", new CardScope(CardScopeKind.Site)),
            A("NAMED", new CardScope(CardScopeKind.Site, "ZONNEWEIDE-12")),
            A("ELSEWHERE", new CardScope(CardScopeKind.Site, "windhoek-3")),
            A("LOST", active: false),
            A("OLD", expires: VirtualTime.Noon),
            A("SOON", expires: VirtualTime.Noon.AddSeconds(1)),
            A("VID:0011AABBCCDDEEFF00112233", Vehicle));
        return site;
    }
}
