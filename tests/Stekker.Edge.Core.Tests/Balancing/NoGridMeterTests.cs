using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class NoGridMeterTests
{
    [Fact]
    public void A_site_of_nothing_but_a_fuse_charges_on_what_is_not_kept_for_the_building()
    {
        Scene scene = Unmetered(25);
        scene.Car("CP1");

        scene.Run(60);

        // 40 % of 25 A is the building's; of the 15 A left, half an ampere is the cushion.
        Assert.Equal(14, scene.Of("CP1"));
        Assert.Equal(15, scene.Grant("CP1").SafeShare.Deciamperes / 10);
    }

    [Fact]
    public void It_is_one_standing_word_to_the_installer_and_no_alert()
    {
        Scene scene = Unmetered(25);
        scene.Car("CP1");

        Finding finding = Assert.Single(scene.Run(300).Findings);

        Assert.Equal(("no-grid-meter", TellLevel.Info), (finding.Id, finding.Level));
        Assert.Equal(
            "No grid meter is set up. Kept free for the building: 10 A per phase and 6.9 kW (40 % of the connection, as nothing is known; "
                + "set fallbackBaseLoadKw to the most the building takes). The chargers share the rest",
            finding.Text);
    }

    [Fact]
    public void The_chargers_share_the_rest_all_the_time_and_not_by_their_number()
    {
        Scene scene = Unmetered(40);
        scene.Car("CP1");
        SceneCar second = scene.Car("CP2");
        second.PluggedIn = false;

        Assert.Equal(23, scene.Run(60).Of("CP1"));

        second.PluggedIn = true;
        Assert.InRange(scene.Run(60).Of("CP1"), 11, 12);
        Assert.InRange(scene.Of("CP2"), 11, 12);
    }

    [Fact]
    public void A_configured_base_load_is_what_is_kept()
    {
        Scene scene = Unmetered(40);
        scene.Limits = scene.Limits with { FallbackBaseLoad = new Watts(13_800) };
        scene.Car("CP1");

        Assert.Equal(19, scene.Run(60).Of("CP1"));
        Assert.Contains("20.1 A per phase and 13.8 kW (as fallbackBaseLoadKw says)", scene.Findings.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_contracted_capacity_keeps_its_part_too_and_lends_nothing()
    {
        Scene scene = Unmetered(63, gtvW: 15_000);
        SceneCar car = scene.Car("CP1");
        car.PluggedIn = false;
        scene.Run(700);
        car.PluggedIn = true;
        double highest = 0;

        scene.Run(900, () => highest = Math.Max(highest, scene.Of("CP1")));

        // 60 % of 15 kW is 13.0 A on three phases; nothing of the first eleven minutes may be used up later.
        Assert.InRange(highest, 12, 13);
    }

    [Fact]
    public void A_configured_meter_that_never_spoke_leaves_the_same_part_to_safe_shares()
    {
        Scene scene = Unmetered(40);
        scene.MeterConfigured = true;
        scene.Car("CP1");
        scene.Car("CP2");

        scene.Run(30);

        Assert.Equal([12, 12], scene.Cars.Select(c => scene.Of(c.Id)));
        Assert.True(scene.Finds("grid-meter-lost"));
        Assert.False(scene.Finds("no-grid-meter"));
    }

    private static Scene Unmetered(int fuseA, int? gtvW = null)
    {
        Scene scene = new(fuseA, gtvW) { MeterConfigured = false, MeterLives = false };
        scene.Limits = scene.Limits with { FallbackBaseLoad = null };
        return scene;
    }
}
