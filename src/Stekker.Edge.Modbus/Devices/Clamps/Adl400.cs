namespace Stekker.Edge.Modbus.Devices.Clamps;

/// <summary>Acrel ADL400: an integer block that probably shows the secondary side, and a float block of the primary side (single programs in the public index).</summary>
internal static class Adl400
{
    public static readonly DeviceDescription Integers = new()
    {
        Id = "adl400",
        Name = "Acrel ADL400 (integer block)",
        MostGap = 0,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .PerPhase(Quantity.Current, 100, 0.01, RegisterType.UInt16)
            .PerPhase(Quantity.Power, 356)
            .One(Quantity.Power, 362)
            .One(Quantity.ImportEnergy, 0, 10, of: RegisterType.UInt32, note: "ADL400 import: one source only. Compare with the display."),
        Notes = ["This block probably shows the transformers' secondary side: multiply by the CT ratio, or choose adl400-float. Check with a known load."],
    };

    public static readonly DeviceDescription Floats = new()
    {
        Id = "adl400-float",
        Name = "Acrel ADL400 (float block)",
        MostGap = 0,
        Registers = new Map(RegisterTable.Holding, RegisterType.Float32)
            .PerPhase(Quantity.Voltage, 0x0800)
            .PerPhase(Quantity.Current, 0x080C)
            .PerPhase(Quantity.Power, 0x0814, 1000, note: "ADL400 float block: 0x0818 was seen to be L3 or the total. Check with a load on L3 alone.")
            .One(Quantity.PowerFactor, 0x0832)
            .One(Quantity.Frequency, 0x0834)
            .One(Quantity.TotalEnergy, 0x0842, 100, of: RegisterType.UInt32)
            .One(Quantity.ImportEnergy, 0x084C, 100, of: RegisterType.UInt32)
            .One(Quantity.ExportEnergy, 0x0856, 100, of: RegisterType.UInt32),
        Notes = ["All registers of this block are from one source. Check with a known load."],
    };
}
