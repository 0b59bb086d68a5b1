using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Scheduling;

/// <summary>Cars that do not wake from a planned pause.</summary>
public class SleepersTests
{
    private readonly PlannedSite planned = new();

    private SiteStory Site => planned.Site;

    [Fact]
    public void A_car_that_takes_nothing_after_a_planned_pause_charges_without_pauses_from_its_next_visit_on()
    {
        planned.Charges();
        int id = Site.Session!.Transaction!.Id;
        Draws(id, registerWh: 24_000, amperes: 16);
        Site.AfterMinutes(16).AfterMinutes(15).After(TimeSpan.FromSeconds(1));
        Draws(id, 24_000, 0);
        Assert.Equal(Watts.Zero, planned.Need.Plan);

        // At two at night it is given current again, and takes none of it.
        Site.After(new DateTimeOffset(2025, 11, 4, 1, 0, 5, TimeSpan.Zero) - Site.Time.TrueUtc);
        Site.TakesNothing().AfterMinutes(15);

        Assert.Contains(Site.Told, t => t.Contains("did not wake after a planned pause", StringComparison.Ordinal));
        Site.Stops(id, 24_000);
        Site.Says(ConnectorStatus.Available).AfterMinutes(1).Says(ConnectorStatus.Charging).Starts(meterWh: 24_000, idTag: PlannedSite.CardOfCar);
        Site.After(TimeSpan.FromSeconds(1)).After(TimeSpan.FromSeconds(1));
        Assert.True(planned.Need.Direct);
        Assert.True(planned.Car.Need.AtOnce);
    }

    [Fact]
    public void A_car_that_goes_on_after_its_pause_is_none()
    {
        planned.Charges();
        int id = Site.Session!.Transaction!.Id;
        Draws(id, 24_000, 16);
        Site.AfterMinutes(16).After(TimeSpan.FromSeconds(1));
        Site.After(new DateTimeOffset(2025, 11, 4, 1, 0, 5, TimeSpan.Zero) - Site.Time.TrueUtc);
        for (int s = 0; s < 1000; s++)
        {
            Draws(id, 24_100 + (s * 3), 16);
            Site.After(TimeSpan.FromSeconds(1));
        }

        Assert.DoesNotContain(Site.Told, t => t.Contains("did not wake", StringComparison.Ordinal));
        Assert.Empty(Site.State.Schedule.Sleepers);
    }

    private void Draws(int transaction, long registerWh, int amperes)
    {
        Amperes a = Amperes.FromWhole(amperes);
        Site.Asks(r => new SiteEvent.Metered(r, SiteStory.Cp, 1, transaction, [SiteStory.Sample(registerWh, Site.Time.TrueUtc) with { Current = new PerPhase<Amperes>(a, a, a) }]));
    }
}
