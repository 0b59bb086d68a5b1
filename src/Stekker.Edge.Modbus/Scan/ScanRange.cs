using System.Collections.Immutable;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Scan;

/// <summary>Where to look. Every line is tried with every unit id.</summary>
public sealed record ScanRange(ImmutableArray<MeterAddress> Lines, byte FirstUnit = ModbusLimits.FirstUnit, byte LastUnit = ModbusLimits.LastUnit)
{
    /// <summary>What meters ship with, the most common first.</summary>
    public static readonly ImmutableArray<(int Baud, SerialFormat Format)> Common =
    [
        (9600, SerialFormat.EightNoneOne), (19200, new(8, Parity.Even, 1)), (19200, SerialFormat.EightNoneOne), (2400, SerialFormat.EightNoneOne),
        (9600, new(8, Parity.Even, 1)), (19200, new(8, Parity.None, 2)), (9600, new(8, Parity.None, 2)), (38400, SerialFormat.EightNoneOne),
        (115200, SerialFormat.EightNoneOne), (115200, new(8, Parity.None, 2)), (4800, SerialFormat.EightNoneOne), (1200, SerialFormat.EightNoneOne),
    ];

    /// <summary>A unit that is there answers well within this; 247 silent ones then take 50 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>One setting with units is the right one: the others need not be tried.</summary>
    public bool StopAtFirstLineWithUnits { get; init; } = true;

    public static ScanRange Serial(string path) => new([.. Common.Select(c => new MeterAddress.SerialLine(new(path, c.Baud, c.Format)))]);

    public int Questions => Lines.Length * (LastUnit - FirstUnit + 1);
}

/// <summary>How far a scan has come.</summary>
public sealed record ScanProgress(MeterAddress Line, byte Unit, int Done, int Of, FoundUnit? Found);

/// <param name="Proposals">Best first; empty where the unit answers but nothing in the catalogue fits.</param>
public sealed record FoundUnit(MeterAddress Line, byte Unit, ImmutableArray<Proposal> Proposals, string Words);

/// <param name="Score">100: the device says so itself.</param>
public sealed record Proposal(string DeviceId, string Name, int Score, string Evidence);
