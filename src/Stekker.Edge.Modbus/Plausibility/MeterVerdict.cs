using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Plausibility;

public enum VerdictLevel
{
    Good,
    Look,
    Bad,
}

/// <summary>What the installer is told under a reading: usable or not, and what to look at.</summary>
public sealed record MeterVerdict(VerdictLevel Level, ImmutableArray<string> Sentences)
{
    public static MeterVerdict Of(MeterReading reading, DeviceDescription device, ImmutableArray<Finding> findings)
    {
        ImmutableArray<string>.Builder said = ImmutableArray.CreateBuilder<string>();
        said.AddRange(findings.Select(static f => f.Words));
        if (reading.IsEstimate)
        {
            said.Add($"estimate: {reading.Basis}");
        }

        bool noPhases = reading.Role is MeterRole.Grid or MeterRole.Charger && device.Phases == 3 && reading.Current is { L1: null, L2: null, L3: null };
        if (noPhases)
        {
            said.Add("no current per phase: this device cannot guard a fuse");
        }

        if (device is { HasDirection: false } && reading.Role == MeterRole.Grid)
        {
            said.Add("no direction: unfit as a grid meter where there is sun or a battery");
        }

        said.AddRange(device.AllNotes);
        bool bad = findings.Any(static f => f.Kind != FindingKind.Frozen);
        VerdictLevel level = bad ? VerdictLevel.Bad : said.Count > 0 ? VerdictLevel.Look : VerdictLevel.Good;
        return new(level, said.Count > 0 ? said.ToImmutable() : ["all values are plausible"]);
    }

    public static MeterVerdict Unread(string error) => new(VerdictLevel.Bad, [error]);
}
