namespace Stekker.Edge.Modbus.Devices;

/// <summary>What a register measures. Catalogue scales lead to the unit named here.</summary>
public enum Quantity
{
    /// <summary>Phase to neutral, V.</summary>
    Voltage,

    /// <summary>A.</summary>
    Current,

    /// <summary>W. Import positive; of an inverter, production positive; of a battery, charging positive.</summary>
    Power,

    /// <summary>var.</summary>
    ReactivePower,

    /// <summary>VA.</summary>
    ApparentPower,

    /// <summary>-1 to 1.</summary>
    PowerFactor,

    /// <summary>Hz.</summary>
    Frequency,

    /// <summary>Wh, ever growing.</summary>
    ImportEnergy,

    /// <summary>Wh, ever growing; of an inverter, what it produced.</summary>
    ExportEnergy,

    /// <summary>Wh counted without direction, or both directions added.</summary>
    TotalEnergy,

    /// <summary>varh.</summary>
    ReactiveImportEnergy,

    /// <summary>varh.</summary>
    ReactiveExportEnergy,

    /// <summary>W from the panels, before the inverter; production positive.</summary>
    PvPower,

    /// <summary>Of the battery, 0 to 1.</summary>
    StateOfCharge,
}

/// <summary>The connection's phases, or all of them together.</summary>
public enum Phase
{
    Total,
    L1,
    L2,
    L3,
}

public static class Quantities
{
    /// <summary>What control needs every time; the rest changes slowly and is read less often.</summary>
    public static bool IsFast(this Quantity quantity) => quantity is Quantity.Voltage or Quantity.Current or Quantity.Power or Quantity.PvPower;

    public static string Unit(this Quantity quantity) => quantity switch
    {
        Quantity.Voltage => "V",
        Quantity.Current => "A",
        Quantity.Power or Quantity.PvPower => "W",
        Quantity.ReactivePower => "var",
        Quantity.ApparentPower => "VA",
        Quantity.Frequency => "Hz",
        Quantity.ImportEnergy or Quantity.ExportEnergy or Quantity.TotalEnergy => "Wh",
        Quantity.ReactiveImportEnergy or Quantity.ReactiveExportEnergy => "varh",
        _ => "",
    };
}
