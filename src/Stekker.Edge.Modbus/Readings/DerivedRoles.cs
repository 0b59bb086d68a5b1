using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Readings;

/// <summary>Where a role has no meter of its own, it follows from the others: grid = building + chargers + battery - solar.</summary>
public static class DerivedRoles
{
    /// <param name="others">Chargers, arrays and batteries, each once. Null where one of them says nothing: a part is not the whole.</param>
    public static MeterReading? Building(MeterReading grid, IReadOnlyCollection<MeterReading> others, Stamp at) =>
        Combine(MeterRole.Building, grid, others, -1, at, "grid - chargers - battery + solar");

    public static MeterReading? Grid(MeterReading building, IReadOnlyCollection<MeterReading> others, Stamp at) =>
        Combine(MeterRole.Grid, building, others, 1, at, "building + chargers + battery - solar");

    /// <summary>A building, or a connection, that is measured by several meters.</summary>
    public static MeterReading? Together(MeterReading first, IReadOnlyCollection<MeterReading> more, Stamp at) =>
        Combine(first.Role, first, more, 1, at, $"{first.MeterId} + {string.Join(" + ", more.Select(static m => m.MeterId))}");

    private static MeterReading? Combine(MeterRole role, MeterReading start, IReadOnlyCollection<MeterReading> others, int sign, Stamp at, string basis)
    {
        if (start.Power is null || others.Any(static o => o.Power is null))
        {
            return null;
        }

        return new MeterReading
        {
            MeterId = role == MeterRole.Grid ? "grid (derived)" : "building (derived)",
            Device = "derived",
            Role = role,
            Kind = DeviceKind.Meter,
            At = at,
            Power = others.Aggregate(start.Power.Value, (sum, o) => sum + Signed(o.Power!.Value, o, sign)),
            PhasePower = new(
                Phase(start.PhasePower.L1, others, sign, static o => o.PhasePower.L1),
                Phase(start.PhasePower.L2, others, sign, static o => o.PhasePower.L2),
                Phase(start.PhasePower.L3, others, sign, static o => o.PhasePower.L3)),
            Voltage = start.Voltage,
            IsDerived = true,
            IsEstimate = start.IsEstimate || others.Any(static o => o.IsEstimate),
            Basis = basis,
        };
    }

    private static Watts? Phase(Watts? start, IReadOnlyCollection<MeterReading> others, int sign, Func<MeterReading, Watts?> line) =>
        start is { } s && others.All(o => line(o) is not null) ? others.Aggregate(s, (sum, o) => sum + Signed(line(o)!.Value, o, sign)) : null;

    /// <summary>Production counts against consumption.</summary>
    private static Watts Signed(Watts power, MeterReading of, int sign) =>
        (of.Kind == DeviceKind.Inverter || of.Role == MeterRole.Solar) == (sign > 0) ? -power : power;
}
