using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Plausibility;

/// <summary>A real connection never shows the same to the last digit for long; a hung meter or a caching gateway does.</summary>
internal static class Frozen
{
    public static readonly TimeSpan After = TimeSpan.FromSeconds(60);

    /// <summary>So that a meter read once a minute is not called frozen for showing two equal values.</summary>
    private const int AtLeast = 10;

    public static MeterHistory Watch(MeterHistory history, MeterReading reading, ImmutableArray<Finding>.Builder findings)
    {
        // An inverter at night, or a feeder without a car, shows zeros for hours.
        bool idle = reading.Power is null or { Value: > -5 and < 5 };
        if (idle || reading.At.Elapsed is not { } now || history.Last is not { } last || !last.ShowsTheSame(reading))
        {
            return history with { SameSince = reading.At.Elapsed, SameCount = 1 };
        }

        TimeSpan since = history.SameSince ?? now;
        if (now - since >= After && history.SameCount + 1 >= AtLeast)
        {
            Ranges.Add(findings, FindingKind.Frozen, reading, Phase.Total, $"shows exactly the same values for {(now - since).TotalSeconds:0} s: the meter hangs, or a gateway repeats old answers");
        }

        return history with { SameSince = since, SameCount = history.SameCount + 1 };
    }
}
