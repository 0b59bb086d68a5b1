namespace Stekker.Edge.Modbus.Devices.SunSpec;

public enum SunSpecPart
{
    /// <summary>As the meter's role asks: solar is the inverter, battery the storage, anything else the meter.</summary>
    ByRole,
    Inverter,
    Meter,
    Battery,
}

/// <summary>What of a chain is wanted, and where its maker deviates.</summary>
public sealed record SunSpecView(SunSpecPart Part = SunSpecPart.ByRole)
{
    /// <summary>SolarEdge's meters count export positive, per phase too (evcc); the specification's readers take import.</summary>
    public bool MeterCountsExportPositive { get; init; }

    /// <summary>
    /// In model 160, modules from here on are the battery: one for charging, the next for discharging (Fronius GEN24: 3 and 4). 0: all are panels.
    /// </summary>
    public int FirstBatteryModule { get; init; }
}
