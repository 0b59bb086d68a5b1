using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Configuration;

/// <summary>What a meter measures.</summary>
public enum MeterRole
{
    /// <summary>The connection to the grid: what the fuse and the GTV are held against.</summary>
    Grid,
    Solar,

    /// <summary>The building without the chargers.</summary>
    Building,
    Battery,

    /// <summary>A sub-meter of chargers.</summary>
    ChargePoint,
}

/// <summary>A Modbus device that is read.</summary>
public sealed record MeterSettings
{
    /// <summary>Unique on the site: alerts and logs name the meter by it.</summary>
    public required string Id { get; init; }

    public required MeterRole Role { get; init; }

    /// <summary>Its name in the device catalogue, as "sdm630"; "custom" where <see cref="Custom"/> describes it.</summary>
    public required string Device { get; init; }

    /// <summary>How it is reached.</summary>
    public required MeterLine Line { get; init; }

    /// <summary>Its Modbus address.</summary>
    public required int UnitId { get; init; }

    public required TimeSpan Interval { get; init; }

    /// <summary>How long an answer may take; null is the device's own, else the line's.</summary>
    public TimeSpan? Timeout { get; init; }

    public MeterWiringSettings Wiring { get; init; } = new();

    public CustomMeterSettings? Custom { get; init; }
}

/// <summary>How a meter is built in: what the installer knows and the device does not.</summary>
public sealed record MeterWiringSettings
{
    /// <summary>The grid's phases behind the meter's L1, L2 and L3, as "L2,L3,L1", or the one behind a single-phase meter; null is as numbered.</summary>
    public string? Phases { get; init; }

    /// <summary>The grid's phases whose clamps sit the other way round, as "L2"; null is none.</summary>
    public string? Reversed { get; init; }

    /// <summary>What a device measures that cannot tell the direction itself; null is taken as import and marked as an estimate.</summary>
    public PowerDirection? Direction { get; init; }

    /// <summary>Of a phase, for clamps that measure none; null is the grid connection's.</summary>
    public Volts? Voltage { get; init; }

    /// <summary>Of the current transformers, where the device shows their secondary side.</summary>
    public decimal Ratio { get; init; } = 1;
}

public enum PowerDirection
{
    Import,
    Export,
}

/// <summary>The way to a Modbus device.</summary>
public abstract record MeterLine
{
    public sealed record Tcp(string Host, int Port) : MeterLine;

    /// <summary>RTU frames through a serial-to-Ethernet converter.</summary>
    public sealed record RtuOverTcp(string Host, int Port) : MeterLine;

    /// <param name="Path">Device file, as /dev/rs485.</param>
    public sealed record Serial(string Path, int Baud, int DataBits, SerialParity Parity, int StopBits) : MeterLine;
}

public enum SerialParity
{
    None,
    Even,
    Odd,
}
