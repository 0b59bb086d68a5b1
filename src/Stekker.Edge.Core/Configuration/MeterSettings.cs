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
/// <param name="Device">Its name in the device catalogue, as "sdm630".</param>
/// <param name="Line">How it is reached.</param>
/// <param name="UnitId">Its Modbus address.</param>
public sealed record MeterSettings(MeterRole Role, string Device, MeterLine Line, int UnitId, TimeSpan Interval);

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
