using System.Collections.Immutable;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Plausibility;

/// <summary>Values no low-voltage connection can have, and values that contradict each other.</summary>
internal static class Ranges
{
    /// <summary>EN 50160 allows 207 to 253 V; beyond these a wire or a register is wrong.</summary>
    private const int LeastDecivolts = 1800;
    private const int MostDecivolts = 2700;

    private const int LeastMilliHz = 45_000;
    private const int MostMilliHz = 55_000;

    /// <summary>A main fuse carries about this many times its rating for a while before it melts.</summary>
    private const int FuseTimes = 5;

    /// <summary>Meters do not take all phases at the same instant.</summary>
    private const long SlackW = 300;

    /// <summary>An inverter's own need at night is a few watts.</summary>
    private const long MostStandbyW = 200;

    public static void Check(MeterReading reading, SiteContext site, ImmutableArray<Finding>.Builder findings)
    {
        foreach (Phase line in Lines.All)
        {
            Voltage(reading, line, findings);
            PerLine(reading, line, site, findings);
        }

        if (reading.FrequencyMilliHz is { } hz and (< LeastMilliHz or > MostMilliHz))
        {
            Add(findings, FindingKind.OutOfRange, reading, Phase.Total, $"shows {hz / 1000m:0.##} Hz: wrong device type or word order");
        }

        if (reading.Power is null && reading.Role != MeterRole.Battery)
        {
            Add(findings, FindingKind.NotAvailable, reading, Phase.Total, "shows no power: the device reports \"not available\", or it is another type");
        }

        if (reading is { Role: MeterRole.Solar, Power: { Value: < -MostStandbyW } draws })
        {
            Add(findings, FindingKind.ReversedClamp, reading, Phase.Total, $"shows panels that draw {-draws}: the meter or its clamps sit the other way round; turn them, or say so in the configuration (wiring, reversed)");
        }

        if (reading is { Power: { } total, PhasePower: { L1: { } a, L2: { } b, L3: { } c }, IsEstimate: false }
            && Math.Abs(total.Value - (a + b + c).Value) > SlackW + (Math.Abs(total.Value) / 5))
        {
            Add(findings, FindingKind.DoesNotAddUp, reading, Phase.Total, $"shows {total} in total, but {a} + {b} + {c} on its phases: look for a reversed clamp or a wrong device type");
        }
    }

    private static void Voltage(MeterReading reading, Phase line, ImmutableArray<Finding>.Builder findings)
    {
        if (reading.Voltage.On(line) is not { } volts || volts.Decivolts is >= LeastDecivolts and <= MostDecivolts)
        {
            return;
        }

        Add(
            findings,
            FindingKind.OutOfRange,
            reading,
            line,
            volts.Decivolts < 100 ? $"shows {volts} on {line}: the meter's voltage tap for {line} is not connected" : $"shows {volts} on {line}: wrong device type or word order, or a loose neutral");
    }

    private static void PerLine(MeterReading reading, Phase line, SiteContext site, ImmutableArray<Finding>.Builder findings)
    {
        if (reading.Current.On(line) is { } amperes && Math.Abs(amperes.Deciamperes) > FuseTimes * site.Fuse.Deciamperes)
        {
            Add(findings, FindingKind.OutOfRange, reading, line, $"shows {amperes} on {line} behind a fuse of {site.Fuse}: wrong transformer ratio, device type or word order");
        }
        else if (reading is { IsEstimate: false } && reading.PhasePower.On(line) is { } power && reading.Current.On(line) is { } current && reading.Voltage.On(line) is { } volts
            && Math.Abs(power.Value) > SlackW + (Math.Abs(current.Deciamperes) * (long)volts.Decivolts / 100 * 5 / 4))
        {
            Add(findings, FindingKind.DoesNotAddUp, reading, line, $"shows {power} on {line}, more than {current} at {volts} can be: wrong transformer ratio, or voltage and clamp on different phases");
        }
    }

    internal static void Add(ImmutableArray<Finding>.Builder findings, FindingKind kind, MeterReading reading, Phase line, string words) =>
        findings.Add(new(kind, reading.MeterId, line, words));
}
