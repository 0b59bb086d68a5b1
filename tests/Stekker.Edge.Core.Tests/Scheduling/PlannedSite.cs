using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Scheduling;

/// <summary>
/// A site with a tariff, on a Monday noon (13:00 by its clocks): electricity costs 0.30 but for two cheap hours from 02:00 at night, local
/// time. Its car has 50 kWh, three phases and 16 A: 11 kW.
/// </summary>
internal sealed class PlannedSite
{
    public const string CardOfCar = "04A2B3C4";

    public static readonly SiteConfiguration Configuration = SiteStory.AtSite() with
    {
        Grid = new GridSettings { Fuse = Amperes.FromWhole(63), Gtv = new Watts(40_000) },
        ChargePoints =
        [
            new ChargePointSettings("CP01", null, Amperes.FromWhole(16), [], null),
            new ChargePointSettings("CP02", null, Amperes.FromWhole(16), [], null),
        ],
        Tariff = new TariffSettings { Kind = TariffKind.Dynamic, FeedIn = FeedInKind.DayAhead },
    };

    public PlannedSite(SiteConfiguration? configuration = null, bool withPrices = true)
    {
        Site = new SiteStory(configuration ?? Configuration, withCard: false);
        Site.Cards(SiteStory.A(CardOfCar) with { Vehicle = "van" });
        Site.Asks(r => new SiteEvent.VehiclesPut(r, [new Vehicle("van", "Van", new WattHours(50_000), new Watts(11_040), 3, VehiclePreferences.None)]));
        if (withPrices)
        {
            Site.Prices(NightIsCheap());
        }
    }

    public SiteStory Site { get; }

    public SitePlan Plan => Site.State.Schedule.Plan!;

    public PlannedCar Car => Plan.Of(Site.Session!.Id)!;

    public SessionNeed Need => ConnectorInputs.Of(Site.State, Site.Time.Now)[0].Session!;

    /// <summary>The hours, by the site's clocks, in which the plan has the car charge.</summary>
    public ImmutableArray<int> Hours => HoursOf(Car);

    public ImmutableArray<int> HoursOf(PlannedCar car) =>
        [.. Enumerable.Range(0, Plan.Ptus).Where(t => car.PowerW[t] > 0).Select(t => Local(Plan.From + (t * Ptu.Length)).Hour).Distinct()];

    public static DateTime Local(DateTimeOffset at) => SiteZone.LocalOf(SiteZone.Of("Europe/Amsterdam"), at);

    public static ImmutableArray<PtuSpot> NightIsCheap() => Prices(at => Local(at).Hour is 2 or 3 ? 0.05m : 0.30m);

    /// <summary>For two days from the Monday's start.</summary>
    public static ImmutableArray<PtuSpot> Prices(Func<DateTimeOffset, decimal> price)
    {
        DateTimeOffset start = new(2025, 11, 2, 23, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, 192).Select(t => start + (t * Ptu.Length)).Select(at => new PtuSpot(at, price(at)))];
    }

    /// <summary>Plugged in and started, and telling how full it is where that is given.</summary>
    public PlannedSite Charges(int? socPermille = null, string id = SiteStory.Cp)
    {
        Site.Ready(id).Says(ConnectorStatus.Charging, id: id);
        int transaction = Site.Starts(id: id, idTag: id == SiteStory.Cp ? CardOfCar : "04B2B3C4").TransactionId;
        if (socPermille is { } permille)
        {
            SaysSoc(transaction, permille);
        }

        Site.After(TimeSpan.FromSeconds(1));
        return this;
    }

    public void SaysSoc(int transaction, int permille, long registerWh = 10_000) => Site.Asks(r => new SiteEvent.Metered(
        r,
        SiteStory.Cp,
        1,
        transaction,
        [SiteStory.Sample(registerWh, Site.Time.TrueUtc) with { StateOfCharge = StateOfCharge.FromPermille(permille) }]));

    public Reply Wishes(SessionWish wish, int? connector = null) => Site.Asks(r => new SiteEvent.WishPut(r, SiteStory.Cp, connector, wish));
}
