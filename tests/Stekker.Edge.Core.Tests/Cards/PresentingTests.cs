using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.Cards;

/// <summary>Refused tokens stay visible, so that one command lets them in.</summary>
public sealed class PresentingTests
{
    private readonly SiteStory site = new SiteStory().Ready();

    [Fact]
    public void A_first_token_that_is_refused_stays_visible_also_after_a_restart()
    {
        site.Presents("VID:0011AABBCCDDEEFF00112233");

        Refusal refusal = Assert.Single(site.State.Refusals);
        Assert.Equal(("VID:0011AABBCCDDEEFF00112233", CardVerdict.Unknown, 1), (refusal.IdTag.Text, refusal.Verdict, refusal.Times));
        Assert.Equal(refusal.IdTag, Assert.Single(site.Restarts().State.Refusals).IdTag);
        Assert.Contains(site.Told, t => t.Contains("cards add VID:0011AABBCCDDEEFF00112233", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_token_again_counts_up_and_comes_first()
    {
        site.Presents("ONE");
        site.Presents("TWO");
        site.Presents("one");

        Assert.Equal([("ONE", 2), ("TWO", 1)], site.State.Refusals.Select(r => (r.IdTag.Text, r.Times)));
    }

    [Fact]
    public void Only_the_newest_are_kept()
    {
        for (int i = 0; i < SiteState.MostRefusals + 20; i++)
        {
            site.Presents($"CARD{i}");
        }

        Assert.Equal(SiteState.MostRefusals, site.State.Refusals.Length);
        Assert.Equal($"CARD{SiteState.MostRefusals + 19}", site.State.Refusals[0].IdTag.Text);
    }

    [Fact]
    public void A_token_that_is_let_in_is_no_longer_among_the_refused()
    {
        site.Presents("ONE");
        site.Presents("TWO");

        site.Cards(A("ONE"));

        Assert.Equal("TWO", Assert.Single(site.State.Refusals).IdTag.Text);
        Assert.True(site.Presents("ONE").Accepted);
    }

    [Fact]
    public void A_token_that_is_none_is_told_but_not_kept()
    {
        site.Presents("A-TOKEN-OF-MORE-THAN-TWENTY");

        Assert.Empty(site.State.Refusals);
        Assert.Contains(site.Told, t => t.Contains("a token that is none", StringComparison.Ordinal));
    }
}
