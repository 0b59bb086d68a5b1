using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
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

    private const int FirstOnes = 10;

    /// <summary>A unit that is there answers well within this; 247 silent ones then take a minute.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>One setting with units is the right one: the others need not be tried.</summary>
    public bool StopAtFirstLineWithUnits { get; init; } = true;

    public static ScanRange Serial(string path) => new([.. Common.Select(c => new MeterAddress.SerialLine(new(path, c.Baud, c.Format)))]);

    /// <summary>What installers and makers set first.</summary>
    public ImmutableArray<byte> UsualUnits => [.. All.Where(IsUsual)];

    public ImmutableArray<byte> OtherUnits => [.. All.Where(static u => !IsUsual(u))];

    public int Questions => Lines.Length * (LastUnit - FirstUnit + 1);

    private IEnumerable<byte> All => Enumerable.Range(FirstUnit, LastUnit - FirstUnit + 1).Select(static u => (byte)u);

    private static bool IsUsual(byte unit) => unit <= FirstOnes || DeviceCatalogue.All.Any(d => d.UnitId == unit);
}

/// <summary>How far a scan has come.</summary>
public sealed record ScanProgress(MeterAddress Line, byte Unit, int Done, int Of, FoundUnit? Found);

/// <param name="Score">100: the device says so itself.</param>
public sealed record Proposal(string DeviceId, string Name, int Score, string Evidence);
