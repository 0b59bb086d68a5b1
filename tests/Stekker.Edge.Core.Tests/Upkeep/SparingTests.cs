using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Upkeep;

/// <summary>Near the end of the day's budget of writing, what could be made up again is written less often; sessions never.</summary>
public sealed class SparingTests
{
    private readonly SiteStory site = new(SiteStory.AtSite() with
    {
        Cloud = new CloudSettings(new Uri("mqtts://broker.example:8883")),
        Meters = [new() { Id = "main", Role = MeterRole.Grid, Device = "sdm630", Line = new MeterLine.Tcp("m", 502), UnitId = 1, Interval = TimeSpan.FromSeconds(1) }],
    });

    [Fact]
    public void Quarters_of_the_site_are_written_an_hour_at_a_time_and_none_is_left_out()
    {
        site.Happens(new SiteEvent.FlashSpared(true));
        Pass(minutes: 121);

        Assert.Equal(2, Commits());
        SitePtu[] kept = [.. site.Effects.OfType<Effect.SaveSitePtu>().Select(e => e.Ptu)];
        Assert.Equal(8, kept.Length);
        Assert.Equal(kept.Select(p => p.Start), kept.Select((_, i) => kept[0].Start + (i * TimeSpan.FromMinutes(15))));
    }

    [Fact]
    public void With_a_new_budget_each_quarter_is_written_again_with_those_that_waited()
    {
        site.Happens(new SiteEvent.FlashSpared(true));
        Pass(minutes: 31);
        Assert.Empty(site.Effects.OfType<Effect.SaveSitePtu>());

        site.Happens(new SiteEvent.FlashSpared(false));
        Pass(minutes: 15);

        Assert.Equal(3, site.Effects.OfType<Effect.SaveSitePtu>().Count());
    }

    [Fact]
    public void Sessions_are_written_as_ever_and_told_of_once_an_hour()
    {
        (int savesBefore, int toldBefore, int balancesBefore) = Charges(spare: false);
        (int saves, int told, int balances) = Charges(spare: true);

        Assert.Equal(savesBefore, saves);
        Assert.Equal(8, toldBefore);
        Assert.Equal(2, told);
        Assert.InRange(balances, 1, balancesBefore / 4);
    }

    [Fact]
    public void That_a_session_begins_and_ends_is_told_at_once()
    {
        site.Happens(new SiteEvent.FlashSpared(true));
        int transaction = Begins();
        site.AfterMinutes(3).Meters(11_000, transaction);
        site.Stops(transaction, 12_000);
        site.Says(ConnectorStatus.Available);

        Assert.Equal(
            [SessionEvent.Started, SessionEvent.Updated, SessionEvent.Ended], site.Ledger.Reports.OfType<Report.OfSession>().Select(r => r.Event));
    }

    /// <summary>Two hours.</summary>
    private (int Saves, int Told, int Balances) Charges(bool spare)
    {
        site.Happens(new SiteEvent.FlashSpared(spare));
        int transaction = Begins();
        site.Forget();
        int reports = site.Ledger.Reports.Count;
        for (int minute = 1; minute <= 120; minute++)
        {
            site.AfterMinutes(1).Meters(10_000 + (minute * 100), transaction);
        }

        (int, int, int) counted = (
            site.Effects.OfType<Effect.SaveSession>().Count(),
            site.Ledger.Reports.Skip(reports).OfType<Report.OfSession>().Count(r => r.Event == SessionEvent.Updated),
            site.Effects.OfType<Effect.SaveBalance>().Count());
        site.Stops(transaction, 30_000);
        site.Says(ConnectorStatus.Available);
        return counted;
    }

    private int Begins()
    {
        site.Ready().Says(ConnectorStatus.Preparing);
        int transaction = site.Starts().TransactionId;
        site.Says(ConnectorStatus.Charging);
        return transaction;
    }

    private void Pass(int minutes)
    {
        for (int s = 0; s < minutes * 60; s++)
        {
            site.Happens(new SiteEvent.MeterRead(new MeterMeasurement("main", MeterRole.Grid, site.Time.Now.Elapsed) { Power = new Watts(2_000) }));
            site.After(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Ticks that wrote quarters: those of one tick are one commit, and stand side by side.</summary>
    private int Commits()
    {
        int commits = 0;
        for (int i = 0; i < site.Effects.Count; i++)
        {
            commits += site.Effects[i] is Effect.SaveSitePtu && (i == 0 || site.Effects[i - 1] is not Effect.SaveSitePtu) ? 1 : 0;
        }

        return commits;
    }
}
