namespace Stekker.Edge.Modbus.Devices.Others;

/// <summary>
/// ABB EQ meters B21, B23, B24 (ABB B23/B24 user manual 2CMC485003M0201; mbmd, Victron, openWB agree). Any block of 1 to 125 registers
/// works; what a model lacks reads as not available.
/// </summary>
internal static class AbbB
{
    private const double TenWattHours = 10;

    public static readonly DeviceDescription B23 = new()
    {
        Id = "abb-b23",
        Name = "ABB B23",
        MostGap = 32,
        Registers = Common()
            .PerPhase(Quantity.Voltage, 0x5B00, 0.1, RegisterType.UInt32)
            .PerPhase(Quantity.Current, 0x5B0C, 0.01, RegisterType.UInt32)
            .PerPhase(Quantity.Power, 0x5B16, 0.01, RegisterType.Int32)
            .PerPhase(Quantity.PowerFactor, 0x5B3B, 0.001, RegisterType.Int16)
            .PerPhase(Quantity.ImportEnergy, 0x5460, TenWattHours, RegisterType.UInt64)
            .PerPhase(Quantity.ExportEnergy, 0x546C, TenWattHours, RegisterType.UInt64),
        Identity = new Identity(RegisterTable.Holding, 0x8960, 2, [], "B23"),
    };

    public static readonly DeviceDescription B24 = B23 with { Id = "abb-b24", Name = "ABB B24", Identity = B23.Identity! with { Text = "B24" } };

    /// <summary>Per-phase powers read as not available: the total is L1.</summary>
    public static readonly DeviceDescription B21 = B23 with
    {
        Id = "abb-b21",
        Name = "ABB B21",
        Phases = 1,
        Registers = Common()
            .One(Quantity.Voltage, 0x5B00, 0.1, Phase.L1, RegisterType.UInt32)
            .One(Quantity.Current, 0x5B0C, 0.01, Phase.L1, RegisterType.UInt32),
        Identity = B23.Identity! with { Text = "B21" },
    };

    private static Map Common() => new Map(RegisterTable.Holding, RegisterType.UInt64)
        .One(Quantity.Power, 0x5B14, 0.01, of: RegisterType.Int32)
        .One(Quantity.Frequency, 0x5B2C, 0.01, of: RegisterType.UInt16)
        .One(Quantity.PowerFactor, 0x5B3A, 0.001, of: RegisterType.Int16)
        .One(Quantity.ImportEnergy, 0x5000, TenWattHours)
        .One(Quantity.ExportEnergy, 0x5004, TenWattHours);
}
