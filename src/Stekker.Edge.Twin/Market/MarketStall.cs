using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Market;

/// <summary>A scenario with prices: what its site then knows of the market and of its cars.</summary>
public static class MarketStall
{
    /// <summary>Each day's prices are out at this time of the day before.</summary>
    public static readonly TimeSpan PublishedAt = TimeSpan.FromHours(13);

    public const string SolarMeterId = "roof";

    /// <summary>The contract of a Dutch small business: spot, a surcharge, energy tax and VAT; fed-in energy earns the spot price.</summary>
    private static readonly TariffSettings Contract = new()
    {
        Kind = TariffKind.Dynamic,
        Area = "NL",
        SurchargeEurPerKwh = 0.02m,
        TaxEurPerKwh = 0.10m,
        VatFraction = 0.21m,
        FeedIn = FeedInKind.DayAhead,
    };

    /// <summary>The same scenario with a dynamic tariff, a solar meter where it has panels, and every second car telling how full it is.</summary>
    public static Scenario Priced(Scenario scenario) => scenario with
    {
        Site = scenario.Site with
        {
            Tariff = Contract,
            TimeZone = "Etc/GMT-1",
            Meters = scenario.World.Solar.IsEmpty ? scenario.Site.Meters : [.. scenario.Site.Meters, Meter(SolarMeterId, MeterRole.Solar)],
        },
        World = scenario.World with
        {
            Drivers = [.. scenario.World.Drivers.Select((d, i) => d with { Car = d.Car with { TellsStateOfCharge = i % 2 == 0 } })],
        },
    };

    /// <summary>As their drivers told the site administrator: battery, phases, power, and when they usually leave, with time to spare.</summary>
    public static ImmutableArray<Vehicle> Vehicles(Scenario scenario) =>
    [
        .. scenario.World.Drivers.Select(d => new Vehicle(
            d.Name,
            d.Name,
            d.Car.Battery,
            new Watts((long)(d.Car.MaxA * d.Car.Phases * scenario.World.VoltageV)),
            d.Car.Phases,
            new VehiclePreferences(Week(scenario.World.Kind), null, scenario.World.Kind == SiteKind.Public ? 1000 : null))),
    ];

    /// <summary>Of a day, and of all days before it, that are known at this moment of local time.</summary>
    public static DateTimeOffset LastDayKnown(DateTimeOffset local)
    {
        DateTimeOffset today = new(local.Date, local.Offset);
        return local - today >= PublishedAt ? today.AddDays(1) : today;
    }

    private static ImmutableArray<TimeOnly?> Week(SiteKind kind) => kind switch
    {
        SiteKind.Office => [.. Enumerable.Repeat<TimeOnly?>(new TimeOnly(15, 45), 7)],
        SiteKind.Garage => [.. Enumerable.Range(0, 7).Select(day => (TimeOnly?)(day >= 5 ? new TimeOnly(8, 0) : new TimeOnly(6, 45)))],
        SiteKind.Depot => [.. Enumerable.Repeat<TimeOnly?>(new TimeOnly(5, 15), 7)],
        _ => [],
    };

    private static MeterSettings Meter(string id, MeterRole role) =>
        new() { Id = id, Role = role, Device = "sunspec", Line = new MeterLine.Tcp("127.0.0.1", 502), UnitId = 1, Interval = TimeSpan.FromSeconds(5) };
}
