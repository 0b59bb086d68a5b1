using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.ChargePoints;

/// <summary>Who may do business here.</summary>
public sealed class AdmissionsTests
{
    private const int MostPending = 64;

    public static TheoryData<string, Func<RequestId, SiteEvent.Asked>> Business => new()
    {
        { "status", r => new SiteEvent.StatusReported(r, "NEW", 1, ConnectorStatus.Available, null, null) },
        { "card", r => new SiteEvent.CardPresented(r, "NEW", GoodCard) },
        { "start", r => new SiteEvent.TransactionStarted(r, "NEW", 1, GoodCard, new(1), DateTimeOffset.UnixEpoch) },
        { "meter values", r => new SiteEvent.Metered(r, "NEW", 1, null, [Sample(5)]) },
        { "stop", r => new SiteEvent.TransactionStopped(r, "NEW", 1, null, new(1), DateTimeOffset.UnixEpoch, StopReason.Local, []) },
        { "notice", r => new SiteEvent.Noticed(r, "NEW", "text", false) },
    };

    [Theory]
    [MemberData(nameof(Business))]
    public void One_that_waits_does_no_business(string what, Func<RequestId, SiteEvent.Asked> asked)
    {
        SiteStory site = new();
        Assert.True(site.Asks(asked) is Reply.NotAdmitted, $"{what} before it connected");

        site.Connects("NEW").Boots("NEW");

        Assert.Equal(new Reply.NotAdmitted(Admission.Pending), site.Asks(asked));
        Assert.Empty(site.Ledger.Sessions);
        Assert.Empty(site.Ledger.Orphans);
    }

    [Theory]
    [InlineData(UnknownChargePoints.Accept, Admission.Accepted)]
    [InlineData(UnknownChargePoints.Pending, Admission.Pending)]
    [InlineData(UnknownChargePoints.Refuse, Admission.Refused)]
    public void An_unknown_one_boots_as_the_sites_rule_says(UnknownChargePoints rule, Admission expected)
    {
        SiteStory site = new(AtSite(ocpp: new OcppRules { UnknownChargePoints = rule }));

        Assert.Equal(expected, ((Reply.Boot)site.Connects("NEW").Boots("NEW")).Admission);
        Assert.Equal(expected == Admission.Accepted, site.Ledger.Read().ChargePoints.Any(c => c.Id == "NEW"));
    }

    [Fact]
    public void A_configured_one_is_accepted_at_once() => Assert.Equal(Admission.Accepted, ((Reply.Boot)new SiteStory().Connects().Boots()).Admission);

    [Fact]
    public void One_that_is_accepted_is_asked_to_boot_and_stays_accepted()
    {
        SiteStory site = new();
        site.Connects("NEW").Boots("NEW");

        site.Admits("NEW");

        Assert.Contains(new Order.AskForBoot(), site.Orders);
        Assert.Equal(Admission.Accepted, ((Reply.Boot)site.Restarts().Connects("NEW").Boots("NEW")).Admission);
    }

    [Fact]
    public void One_that_is_accepted_and_does_not_boot_is_asked_what_it_can_all_the_same()
    {
        SiteStory site = new();
        site.Connects("NEW").Admits("NEW");

        site.After(TimeSpan.FromSeconds(6));

        Assert.Single(site.Orders.OfType<Order.Commission>());
    }

    [Fact]
    public void One_that_is_refused_is_sent_away()
    {
        SiteStory site = new();

        site.Connects("NEW").Admits("NEW", Admission.Refused);

        Assert.Equal("NEW", Assert.Single(site.Effects.OfType<Effect.Disconnect>()).ChargePointId);
    }

    [Fact]
    public void One_that_waits_is_accepted_by_a_new_configuration()
    {
        SiteStory site = new();
        site.Connects("NEW").Boots("NEW");

        site.IsConfigured(AtSite() with { ChargePoints = [new ChargePointSettings("NEW", null, null, [], null)] });

        Assert.True(site.State.ChargePoints.Find("NEW")!.IsAdmitted);
    }

    [Theory]
    [InlineData(UnknownChargePoints.Pending)]
    [InlineData(UnknownChargePoints.Refuse)]
    public void Strangers_do_not_fill_the_memory(UnknownChargePoints rule)
    {
        SiteStory site = new(AtSite(ocpp: new OcppRules { UnknownChargePoints = rule }));
        site.Connects();
        for (int i = 0; i < MostPending * 3; i++)
        {
            site.Connects($"STRANGER{i}").LineDrops($"STRANGER{i}");
        }

        Assert.Equal(MostPending + 1, site.State.ChargePoints.Count);
        Assert.NotNull(site.State.ChargePoints.Find(Cp));
    }

    [Fact]
    public void One_that_someone_refused_is_remembered_among_strangers()
    {
        SiteStory site = new();
        site.Connects("BAD").Admits("BAD", Admission.Refused);
        for (int i = 0; i < MostPending * 2; i++)
        {
            site.Connects($"STRANGER{i}");
        }

        Assert.Equal(Admission.Refused, site.State.ChargePoints.Find("BAD")!.Record.Admission);
    }

    [Fact]
    public void One_taken_out_of_the_configuration_waits_to_be_accepted_again()
    {
        SiteStory site = new();
        site.Ready();
        SiteConfiguration without = AtSite() with { ChargePoints = [] };

        site.IsConfigured(without);
        Assert.Equal(Admission.Pending, site.State.ChargePoints.Find(Cp)!.Record.Admission);

        site.Restarts();
        Assert.Equal(Admission.Pending, ((Reply.Boot)site.Connects().Boots()).Admission);
    }

    [Fact]
    public void One_taken_out_while_the_edge_was_down_waits_too_and_one_accepted_by_a_person_does_not()
    {
        SiteStory site = new();
        site.Ready();
        site.Connects("NEW").Boots("NEW");
        site.Asks(r => new SiteEvent.ChargePointAdmitted(r, "NEW", Admission.Accepted));

        SiteState later = SiteState.Restore(AtSite() with { ChargePoints = [] }, site.Ledger.Read(), site.Time.Now);

        Assert.Equal(Admission.Pending, later.ChargePoints.Find(Cp)!.Record.Admission);
        Assert.Equal(Admission.Accepted, later.ChargePoints.Find("NEW")!.Record.Admission);
    }
}
