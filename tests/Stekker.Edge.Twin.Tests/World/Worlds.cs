using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Tests.World;

/// <summary>Small worlds to try things in.</summary>
internal static class Worlds
{
    /// <summary>A Monday morning in June.</summary>
    public static readonly DateTimeOffset Monday = new(2025, 6, 2, 6, 0, 0, TimeSpan.Zero);

    public static WorldSettings Small(SiteKind kind = SiteKind.Office) => new()
    {
        Kind = kind,
        Start = Monday,
        Building = new BuildingSettings(new Watts(800), new Watts(6_000), 6),
        Solar = [new SolarArraySettings("roof", 20, new Watts(400), 180, 35, null)],
        Evses = [.. Enumerable.Range(0, 3).Select(i => new EvseSettings { ChargePointId = $"CP{i + 1}", Rotation = i })],
        Drivers =
        [
            .. Enumerable.Range(0, 4).Select(i => new DriverSettings(
                $"CARD{i}", $"Driver {i}", new CarSettings { Phases = 1 + (i % 3), MaxA = 16, SleepsAfter = i == 3 ? TimeSpan.FromMinutes(30) : null })),
        ],
    };

    /// <summary>An outlet with a car plugged in, energised and offered a limit.</summary>
    public static (Evse Evse, Car Car) Charging(double limitA, CarSettings? car = null, EvseSettings? evse = null, double fraction = 0.5)
    {
        Evse outlet = new(evse ?? new EvseSettings { ChargePointId = "CP1", Latency = TimeSpan.FromSeconds(0.5) }, 3, 230);
        Car plugged = new(car ?? new CarSettings(), fraction);
        outlet.PlugIn(plugged, TimeSpan.Zero);
        outlet.Energised = true;
        outlet.Offer(limitA, 3, TimeSpan.Zero);
        return (outlet, plugged);
    }

    public static TimeSpan Pass(this Evse evse, TimeSpan from, double seconds)
    {
        for (double past = 0; past < seconds; past += 0.5)
        {
            from += TimeSpan.FromSeconds(0.5);
            evse.Step(from, 0.5);
        }

        return from;
    }
}
