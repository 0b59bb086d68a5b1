using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.Charging;

/// <summary>Meter values move the count; nothing said twice counts twice.</summary>
public sealed class MeteringTests
{
    private readonly SiteStory site = new SiteStory().Ready();

    [Fact]
    public void A_value_said_again_changes_nothing()
    {
        int id = site.Starts(10_000).TransactionId;
        DateTimeOffset at = site.AfterMinutes(1).Time.TrueUtc;

        site.Meters(10_200, id, at).Meters(10_200, id, at).AfterMinutes(1).Meters(10_200, id, at);

        Assert.Equal(200, site.Session!.Energy.Value);
    }

    [Fact]
    public void Register_begins_again_below_meterStart_counted_energy_is_kept()
    {
        int id = site.Starts(10_000).TransactionId;

        site.AfterMinutes(1).Meters(10_300, id).AfterMinutes(1).Meters(0, id).AfterMinutes(1).Meters(150, id);
        site.AfterMinutes(1).Stops(id, 200);

        Assert.Equal(500, site.Ledger.Sessions.Values.Single().Energy.Value);
        Assert.Contains(site.Told, t => t.Contains("it began again", StringComparison.Ordinal));
    }

    [Fact]
    public void A_power_cut_that_takes_the_routers_clock_and_the_meters_register_costs_no_energy()
    {
        int id = site.Starts(10_000).TransactionId;
        site.AfterMinutes(10).Meters(12_000, id).AfterMinutes(2);
        site.Time.WakeWithout(-TimeSpan.FromDays(6));
        site.Restarts().Ready();

        site.AfterMinutes(1).Meters(300, id, site.Time.Now.Utc).AfterMinutes(5).Meters(800, id, site.Time.Now.Utc);
        site.AfterMinutes(1).Stops(id, 900, at: site.Time.Now.Utc);

        Assert.Equal(2_900, site.Ledger.Sessions.Values.Single().Energy.Value);
    }

    [Fact]
    public void A_register_that_began_again_is_written_at_once_because_no_later_value_tells_of_it()
    {
        int id = site.Starts(0).TransactionId;
        site.AfterMinutes(30).Meters(8_000, id).AfterMinutes(2).Meters(200, id).Restarts().Ready();

        site.AfterMinutes(60).Meters(9_000, id);

        Assert.Equal(17_000, site.Session!.Energy.Value);
    }

    [Fact]
    public void A_meter_that_begins_again_all_the_time_does_not_wear_the_flash()
    {
        int id = site.Starts(0).TransactionId;
        site.Forget();
        for (int i = 0; i < 200; i++)
        {
            site.Meters(5_000 + (i % 2 * -4_700), id);
        }

        Assert.InRange(site.Effects.OfType<Effect.SaveSession>().Count(), 1, 20);
    }

    [Fact]
    public void A_value_of_the_next_car_that_overtook_the_stop_is_taken_back()
    {
        int id = site.Starts(10_000).TransactionId;
        DateTimeOffset stopped = site.AfterMinutes(10).Time.TrueUtc;
        site.LineDrops().AfterMinutes(60).Ready().Says(ConnectorStatus.Charging).Meters(19_000);

        site.Stops(id, 12_500, at: stopped);

        Assert.Equal(2_500, site.Ledger.Sessions.Values.Single().Energy.Value);
        Assert.Equal(2_500, site.Ledger.Sessions.Values.Single().Ptus.Sum(p => p.Energy.Value));
    }

    [Fact]
    public void A_charger_that_names_its_transactions_is_not_guessed_for()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts(10_000).TransactionId;
        site.AfterMinutes(1).Meters(10_100, id);

        site.AfterMinutes(1).Meters(19_000);

        Assert.Equal(100, site.Session!.Energy.Value);
        Assert.Equal(19_000, site.Connector.Reading!.ImportRegister!.Value.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_charger_that_never_names_them_is_believed(int? said)
    {
        site.Says(ConnectorStatus.Charging).Starts(10_000);

        site.AfterMinutes(1).Meters(10_400, said);

        Assert.Equal(400, site.Session!.Energy.Value);
    }

    [Theory]
    [InlineData(ConnectorStatus.Unknown)]
    [InlineData(ConnectorStatus.Preparing)]
    [InlineData(ConnectorStatus.Finishing)]
    public void A_value_without_a_transaction_counts_for_none_where_nothing_says_it_is_charging(ConnectorStatus status)
    {
        site.Says(status).Starts(10_000);

        site.AfterMinutes(1).Meters(10_400);

        Assert.Equal(0, site.Session!.Energy.Value);
    }

    [Fact]
    public void A_charger_in_another_time_zone_runs_over_its_register_while_offline()
    {
        int id = site.Starts(9_990_000, at: site.Time.TrueUtc.AddHours(1)).TransactionId;
        site.AfterMinutes(120);

        site.Meters(9_995_000, id, site.Time.TrueUtc).Meters(12_000, id, site.Time.TrueUtc.AddHours(1));

        Assert.Equal(22_000, site.Session!.Energy.Value);
    }

    [Fact]
    public void The_meter_of_the_whole_charger_is_no_transactions()
    {
        site.Starts(10_000);

        site.Meters(900_000, connector: 0);

        Assert.Equal(0, site.Session!.Energy.Value);
    }

    [Fact]
    public void The_same_register_a_little_later_is_not_worth_the_flash()
    {
        int id = site.Says(ConnectorStatus.SuspendedByCar).Starts(10_000).TransactionId;
        site.Forget();

        for (int i = 0; i < 20; i++)
        {
            site.AfterMinutes(1).Meters(10_000, id);
        }

        Assert.DoesNotContain(site.Effects, e => e is Effect.SaveSession);
    }

    [Fact]
    public void Signed_values_keep_the_first_and_the_newest()
    {
        int id = site.Starts(10_000).TransactionId;
        for (int i = 0; i < 10; i++)
        {
            SignedValue signed = new($"signature {i}", null, SampleReason.Periodic);
            site.Asks(r => new SiteEvent.Metered(r, Cp, 1, id, [Sample(10_000) with { Signed = [signed] }]));
        }

        Assert.Equal(["signature 0", "signature 1", "signature 2", "signature 9"], site.Session!.Signed.Select(s => s.Data));
    }
}
