using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.History;

/// <summary>What the meters told of the running quarter so far, in watt-seconds. It does not outlive a restart: the quarter is then known in part.</summary>
/// <param name="At">Monotonic time up to which it is counted.</param>
/// <param name="GridS">Seconds of which the grid's power was known; likewise the others.</param>
public sealed record RunningPtu(DateTimeOffset Start, TimeSpan At)
{
    public double ImportWs { get; init; }

    public double ExportWs { get; init; }

    public double GridS { get; init; }

    public double SolarWs { get; init; }

    public double SolarS { get; init; }

    public double BatteryWs { get; init; }

    public double BuildingWs { get; init; }

    public double BuildingS { get; init; }

    /// <summary>What is read holds until the next reading, but no longer: of what follows nothing is known.</summary>
    private static readonly TimeSpan HoldsFor = TimeSpan.FromSeconds(30);

    /// <summary>The same, with the time up to now counted at what the meters showed last.</summary>
    public RunningPtu Until(SiteState state, TimeSpan now)
    {
        double seconds = (now - At).TotalSeconds;
        long? grid = GridW(state, At);
        long? solar = Sum(state, MeterRole.Solar, At);
        long? building = Sum(state, MeterRole.Building, At);
        return this with
        {
            At = now,
            ImportWs = ImportWs + (Math.Max(0, grid ?? 0) * seconds),
            ExportWs = ExportWs + (Math.Max(0, -(grid ?? 0)) * seconds),
            GridS = GridS + (grid is null ? 0 : seconds),
            SolarWs = SolarWs + (Math.Max(0, solar ?? 0) * seconds),
            SolarS = SolarS + (solar is null ? 0 : seconds),
            BatteryWs = BatteryWs + ((Sum(state, MeterRole.Battery, At) ?? 0) * seconds),
            BuildingWs = BuildingWs + ((building ?? 0) * seconds),
            BuildingS = BuildingS + (building is null ? 0 : seconds),
        };
    }

    private static long? GridW(SiteState state, TimeSpan at)
    {
        GridSettings grid = state.Configuration.Grid;
        return state.Steering.Grid is not { } reading || at - reading.At > HoldsFor ? null
            : reading.Power?.Value ?? (long)(grid.Phases == 1 ? reading.Currents[0] : reading.Currents.SumDeciamperes) * grid.Voltage.Decivolts / 100;
    }

    /// <summary>Null where there is no such meter, or one of them is not heard: a part is not the whole.</summary>
    private static long? Sum(SiteState state, MeterRole role, TimeSpan at)
    {
        long sum = 0;
        int meters = 0;
        foreach (MeterSettings settings in state.Configuration.Meters)
        {
            if (settings.Role != role)
            {
                continue;
            }

            meters++;
            if (state.Meters.Find(settings.Id) is not { Power: { } power } measured || at - measured.At > HoldsFor)
            {
                return null;
            }

            sum += power.Value;
        }

        return meters == 0 ? null : sum;
    }
}
