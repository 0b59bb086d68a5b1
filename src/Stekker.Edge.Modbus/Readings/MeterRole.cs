namespace Stekker.Edge.Modbus.Readings;

/// <summary>What a meter measures on this site.</summary>
public enum MeterRole
{
    /// <summary>The connection to the grid: what fuse and GTV are guarded by.</summary>
    Grid,

    /// <summary>All that is not charger, sun or battery.</summary>
    Building,

    /// <summary>A solar array; production positive.</summary>
    Solar,

    /// <summary>Charging positive.</summary>
    Battery,

    /// <summary>The feeder of one or more chargers.</summary>
    Charger,
}
