using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Upkeep;

namespace Stekker.Edge.Core.Tests.Upkeep;

/// <summary>Old sessions go at night, a few each minute.</summary>
public sealed class RetentionTests
{
    private readonly SiteStory site = new(SiteStory.AtSite() with { Ledger = new LedgerSettings { KeepSessionsYears = 2 } });

    private List<Effect.PruneRecords> Pruned => [.. site.Effects.OfType<Effect.PruneRecords>()];

    [Fact]
    public void They_go_between_three_and_four_by_the_sites_clocks()
    {
        for (int minute = 0; minute < 24 * 60; minute++)
        {
            site.AfterMinutes(1);
        }

        Assert.Equal(60, Pruned.Count);
        DateTimeOffset three = new(2025, 11, 4, 2, 0, 0, TimeSpan.Zero);
        Assert.InRange(Pruned[0].Before, three.AddYears(-2), three.AddYears(-2).AddMinutes(1));
    }

    /// <summary>28 March 2026, 22:00 UTC to a day later; and the autumn's likewise.</summary>
    [Theory]
    [InlineData("2026-03-28T22:00:00Z")]
    [InlineData("2026-10-24T22:00:00Z")]
    [InlineData("2028-02-28T22:00:00Z")]
    public void A_day_of_23_or_25_hours_and_a_leap_day_have_the_hour_once(string from)
    {
        DateTimeOffset start = DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        site.Time.Pass(start - site.Time.TrueUtc);
        site.Forget();
        for (int minute = 0; minute < 25 * 60; minute++)
        {
            site.AfterMinutes(1);
        }

        Assert.InRange(Pruned.Count, 60, 61);
    }

    [Fact]
    public void Seconds_do_not_each_prune()
    {
        site.Time.Pass(TimeSpan.FromHours(14.1));
        site.Tick().Forget();
        for (int s = 0; s < 119; s++)
        {
            site.After(TimeSpan.FromSeconds(1));
        }

        Assert.Single(Pruned);
    }

    [Fact]
    public void A_clock_that_is_not_trusted_makes_nothing_old()
    {
        site.Time.WakeWithout(TimeSpan.FromDays(4000));
        for (int minute = 0; minute < 24 * 60; minute++)
        {
            site.AfterMinutes(1);
        }

        Assert.Empty(Pruned);
    }
}
