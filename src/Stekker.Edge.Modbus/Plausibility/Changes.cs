using System.Collections.Immutable;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Plausibility;

/// <summary>Jumps: more than the whole connection, from one reading to the next. Counters that run backwards.</summary>
internal static class Changes
{
    /// <summary>Readings further apart say nothing about a jump.</summary>
    private static readonly TimeSpan MostApart = TimeSpan.FromSeconds(15);

    private const int NominalDecivolts = 2300;

    public static void Check(MeterReading? last, MeterReading reading, SiteContext site, ImmutableArray<Finding>.Builder findings)
    {
        if (last is null)
        {
            return;
        }

        // From full import on all three phases to full export.
        long most = 2 * 3 * (long)site.Fuse.Deciamperes * NominalDecivolts / 100;
        if (reading.At.Elapsed - last.At.Elapsed <= MostApart && reading.Power is { } now && last.Power is { } before && Math.Abs((now - before).Value) > most)
        {
            Ranges.Add(findings, FindingKind.Jump, reading, Phase.Total, $"jumps from {before} to {now} in one reading, more than a fuse of {site.Fuse} allows: disturbed line, or two devices with the same unit id");
        }

        Backwards(last.ImportEnergy, reading.ImportEnergy, "import", reading, findings);
        Backwards(last.ExportEnergy, reading.ExportEnergy, "export", reading, findings);
    }

    private static void Backwards(WattHours? before, WattHours? now, string which, MeterReading reading, ImmutableArray<Finding>.Builder findings)
    {
        if (now < before)
        {
            Ranges.Add(findings, FindingKind.Jump, reading, Phase.Total, $"its {which} counter went back from {before} to {now}: replaced, reset, or another device answers");
        }
    }
}
