using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Control;

/// <summary>A vehicle as people type and read it. In a change, what is null stays as it is, and an empty text clears.</summary>
public sealed record VehicleEntry
{
    public required string Id { get; init; }

    public string? Label { get; init; }

    public long? BatteryWh { get; init; }

    public long? MaxPowerW { get; init; }

    public int? Phases { get; init; }

    /// <summary>"08:00", or "mon=07:30,sat=10:00".</summary>
    public string? Departure { get; init; }

    public decimal? TargetFraction { get; init; }

    public decimal? DirectFraction { get; init; }

    public static VehicleEntry Of(Vehicle vehicle) => new()
    {
        Id = vehicle.Id,
        Label = vehicle.Label,
        BatteryWh = vehicle.Battery?.Value,
        MaxPowerW = vehicle.MaxPower?.Value,
        Phases = vehicle.Phases,
        Departure = Departures.Write(vehicle.Preferences.Departures),
        TargetFraction = vehicle.Preferences.TargetPermille / 1000m,
        DirectFraction = vehicle.Preferences.DirectPermille / 1000m,
    };

    /// <summary>All that is wrong with it, each with its key, its value and what would be right.</summary>
    public IEnumerable<string> Faults() => FaultsByKey().Select(f => f.Text);

    /// <summary>The same, beside the key it is about.</summary>
    internal IEnumerable<EntryFault> FaultsByKey()
    {
        if (string.IsNullOrWhiteSpace(Id) || Id.Length > 64 || Id.Any(char.IsControl))
        {
            yield return new("id", "id: a vehicle needs a name of 1 to 64 characters, such as its number plate");
        }

        if (BatteryWh is < 1000 or > 2_000_000)
        {
            yield return new("batteryWh", $"battery {BatteryWh / 1000m:0.###} kWh: it is 1 to 2000 kWh");
        }

        if (MaxPowerW is < 1000 or > 1_000_000)
        {
            yield return new("maxPowerW", $"most power {MaxPowerW / 1000m:0.###} kW: it is 1 to 1000 kW");
        }

        if (Phases is < 1 or > 3)
        {
            yield return new("phases", $"phases {Phases}: it is 1, 2 or 3");
        }

        if (Departure is { } departure && Departures.TryParse(departure) is null)
        {
            yield return new("departure", $"departure '{departure}': it is {Departures.Expected}");
        }

        if (TargetFraction is <= 0 or > 1)
        {
            yield return new("targetFraction", $"target {TargetFraction}: it is a share of the battery, above 0 and at most 1, such as 0.9");
        }

        if (DirectFraction is < 0 or > 1)
        {
            yield return new("directFraction", $"direct {DirectFraction}: it is a share of the battery from 0 to 1, such as 0.2");
        }
    }

    /// <summary>The vehicle after this change. The entry has no faults.</summary>
    /// <param name="whole">What is not said is cleared instead of kept.</param>
    public Vehicle Onto(Vehicle? known, bool whole)
    {
        Vehicle? old = whole ? null : known;
        ImmutableArray<TimeOnly?> departures = Departure is { } said ? Departures.TryParse(said)!.Value : old?.Preferences.Departures ?? [];
        return new Vehicle(
            Id.Trim(),
            Label?.Trim() ?? old?.Label ?? "",
            BatteryWh is { } battery ? new WattHours(battery) : old?.Battery,
            MaxPowerW is { } power ? new Watts(power) : old?.MaxPower,
            Phases ?? old?.Phases,
            new VehiclePreferences(
                departures,
                Permille(TargetFraction) ?? old?.Preferences.TargetPermille,
                Permille(DirectFraction) ?? old?.Preferences.DirectPermille));
    }

    private static int? Permille(decimal? fraction) => fraction is { } share ? (int)Math.Round(share * 1000) : null;
}
