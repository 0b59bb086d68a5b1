using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.ChargePoints;

/// <summary>Remote start and stop: asked, ordered, and what came of it.</summary>
public sealed class OrdersTests
{
    public static TheoryData<OrderOutcome> Outcomes =>
        [new OrderOutcome.Done(), new OrderOutcome.Refused("Rejected"), new OrderOutcome.NotSupported("NotImplemented"), new OrderOutcome.NoAnswer("timed out")];

    private readonly SiteStory site = new SiteStory().Ready();

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void A_remote_start_is_answered_with_its_outcome(OrderOutcome outcome)
    {
        Assert.Null(site.Tries(r => new SiteEvent.RemoteStartAsked(r, Cp, 1, GoodCard.ToLowerInvariant())));
        Order.StartRemotely order = site.Orders.OfType<Order.StartRemotely>().Single();
        Assert.Equal((1, GoodCard), (order.ConnectorId, order.IdTag.Text));

        site.Ends(order, outcome);

        Assert.Equal(new Effect.Answer(order.Request!.Value, new Reply.Ordered(outcome)), site.Effects.OfType<Effect.Answer>().Last());
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void A_remote_stop_is_answered_with_its_outcome(OrderOutcome outcome)
    {
        int id = site.Starts().TransactionId;
        Assert.Null(site.Tries(r => new SiteEvent.RemoteStopAsked(r, Cp, null)));
        Order.StopRemotely order = site.Orders.OfType<Order.StopRemotely>().Single();
        Assert.Equal(id, order.TransactionId);

        site.Ends(order, outcome);

        Assert.Equal(new Effect.Answer(order.Request!.Value, new Reply.Ordered(outcome)), site.Effects.OfType<Effect.Answer>().Last());
    }

    public static TheoryData<string, string, string> ImpossibleStarts => new()
    {
        { "CP99", GoodCard, "no charge point CP99" },
        { "CP02", GoodCard, "CP02 is not connected" },
        { "NEW", GoodCard, "NEW is not accepted here yet" },
        { Cp, "NOBODY", "card NOBODY: not known here" },
        { Cp, "LOST", "card LOST: deactivated" },
    };

    [Theory]
    [MemberData(nameof(ImpossibleStarts))]
    public void A_remote_start_that_cannot_be_says_why(string chargePoint, string card, string why)
    {
        site.Connects("CP02").LineDrops("CP02").Connects("NEW").Cards(A("LOST", active: false));

        Reply.Impossible answer = (Reply.Impossible)site.Asks(r => new SiteEvent.RemoteStartAsked(r, chargePoint, null, card));

        Assert.Contains(why, answer.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_may_switch_remote_start_off()
    {
        site.IsConfigured(AtSite(access: new AccessRules { RemoteStart = false }));

        Assert.IsType<Reply.Impossible>(site.Asks(r => new SiteEvent.RemoteStartAsked(r, Cp, null, GoodCard)));
    }

    [Fact]
    public void A_remote_stop_needs_to_know_which()
    {
        Assert.Contains("nothing is charging", Stop(null).Why, StringComparison.Ordinal);
        site.Starts();
        site.Starts(20_000, connector: 2);

        Assert.Contains("name the connector", Stop(null).Why, StringComparison.Ordinal);
        Assert.Contains("nothing is charging at CP01 connector 3", Stop(3).Why, StringComparison.Ordinal);
        Assert.Null(site.Tries(r => new SiteEvent.RemoteStopAsked(r, Cp, 2)));
    }

    private Reply.Impossible Stop(int? connector) => (Reply.Impossible)site.Asks(r => new SiteEvent.RemoteStopAsked(r, Cp, connector));
}
