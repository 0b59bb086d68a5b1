using System.Collections.Immutable;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Plausibility;

namespace Stekker.Edge.Modbus.Readings;

/// <summary>The latest reading of each of a site's meters, and what follows from them for each role. A silent meter has none.</summary>
/// <param name="meters">All there are: a role is known only while every one of its meters is heard.</param>
public sealed class SiteReadings(ImmutableArray<(string Id, MeterRole Role)> meters)
{
    private ImmutableDictionary<string, MeterReading> latest = ImmutableDictionary<string, MeterReading>.Empty;

    /// <summary>Sun and discharging batteries together; null where the site has no such meter, or one is not heard.</summary>
    public Watts? Producing => Sum(MeterRole.Solar, MeterRole.Battery) is { } parts
        ? parts.Aggregate(new Watts(0), static (sum, r) => Produces(r) ? sum + r.Power!.Value : sum - r.Power!.Value)
        : null;

    public SiteReadings With(MeterReading reading) => new(meters) { latest = latest.SetItem(reading.MeterId, reading) };

    public SiteReadings Without(string meterId) => new(meters) { latest = latest.Remove(meterId) };

    public MeterReading? Of(string meterId) => latest.GetValueOrDefault(meterId);

    /// <summary>The grid connection: its own meter, else what follows from the building's. Null where neither is heard.</summary>
    /// <param name="chargers">What the chargers themselves measure; used where they have no meter in the configuration.</param>
    public MeterReading? Grid(MeterReading? chargers, Stamp at) =>
        Has(MeterRole.Grid) ? All(MeterRole.Grid, at)
        : All(MeterRole.Building, at) is { } building && Others(chargers) is { } others ? DerivedRoles.Grid(building, others, at)
        : null;

    /// <summary>All that is not charger, sun or battery: its own meter, else what follows from the grid's.</summary>
    public MeterReading? Building(MeterReading? chargers, Stamp at) =>
        Has(MeterRole.Building) ? All(MeterRole.Building, at)
        : All(MeterRole.Grid, at) is { } grid && Others(chargers) is { } others ? DerivedRoles.Building(grid, others, at)
        : null;

    /// <summary>All chargers by what they report themselves, made one reading; null where one of them says nothing.</summary>
    /// <param name="voltage">Of a phase; chargers tell amperes.</param>
    public static MeterReading? ChargersOf(IReadOnlyCollection<ChargerDraw> draws, Volts voltage, Stamp at)
    {
        if (draws.Any(static d => d.Current.IsEmpty))
        {
            return null;
        }

        Watts l1 = On(Phase.L1, draws, voltage), l2 = On(Phase.L2, draws, voltage), l3 = On(Phase.L3, draws, voltage);
        return new MeterReading
        {
            MeterId = "chargers",
            Device = "ocpp",
            Role = MeterRole.Charger,
            Kind = DeviceKind.Meter,
            At = at,
            Power = l1 + l2 + l3,
            PhasePower = new(l1, l2, l3),
            IsEstimate = true,
            Basis = $"the chargers' own current at {voltage}",
        };
    }

    private static Watts On(Phase line, IReadOnlyCollection<ChargerDraw> draws, Volts voltage) =>
        new(draws.Sum(d => (long)(d.Current.On(line)?.Deciamperes ?? 0)) * voltage.Decivolts / 100);

    /// <summary>Sun, batteries and chargers; null where one that there is says nothing: a part is not the whole.</summary>
    private MeterReading[]? Others(MeterReading? chargers)
    {
        if (Heard(MeterRole.Solar, MeterRole.Battery, MeterRole.Charger) is not { } own)
        {
            return null;
        }

        return Has(MeterRole.Charger) ? own : chargers is null ? null : [.. own, chargers];
    }

    private MeterReading[]? Sum(params MeterRole[] roles) =>
        roles.Any(Has) && Heard(roles) is { } heard && heard.All(static r => r.Power is not null) ? heard : null;

    /// <summary>The readings of all meters of these roles; null where one is silent.</summary>
    private MeterReading[]? Heard(params MeterRole[] roles)
    {
        MeterReading?[] all = [.. meters.Where(m => roles.Contains(m.Role)).Select(m => Of(m.Id))];
        return all.All(static r => r is not null) ? [.. all.OfType<MeterReading>()] : null;
    }

    private bool Has(MeterRole role) => meters.Any(m => m.Role == role);

    /// <summary>Of several meters their sum.</summary>
    private MeterReading? All(MeterRole role, Stamp at) => Heard(role) switch
    {
        null or [] => null,
        [var one] => one,
        [var first, .. var more] => DerivedRoles.Together(first, more, at),
    };

    private static bool Produces(MeterReading reading) => reading.Kind == DeviceKind.Inverter || reading.Role == MeterRole.Solar;
}
