namespace Stekker.Edge.Modbus.Devices.Inverters;

/// <summary>
/// SMA's own profile (SMA Modbus general technical information; evcc, openWB, ioBroker). Asleep at night, it reads as not available: that is 0 W
/// for power. Values of three registers' breadth are spread far apart, so each is read by itself.
/// </summary>
internal static class Sma
{
    public static readonly DeviceDescription Inverter = new()
    {
        Id = "sma",
        Name = "SMA inverter",
        Kind = DeviceKind.Inverter,
        UnitId = 3,
        MostGap = 0,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .One(Quantity.Power, 30775, whenMissing: 0)
            .One(Quantity.PvPower, 30773, whenMissing: 0)
            .One(Quantity.PvPower, 30961, whenMissing: 0)
            .PerPhase(Quantity.Current, 30977, 0.001)
            .One(Quantity.ExportEnergy, 30513, of: RegisterType.UInt64),
        Notes = ["Modbus has to be switched on in the inverter's menu. At night it answers \"not available\", which is read as 0 W."],
    };

    public static readonly DeviceDescription Grid = new()
    {
        Id = "sma-grid",
        Name = "Grid meter of an SMA inverter",
        UnitId = 3,
        MostGap = 0,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .One(Quantity.Power, 30865)
            .One(Quantity.Power, 30867, -1),
        Notes = ["No values per phase: it cannot guard a fuse."],
    };

    public static readonly DeviceDescription Battery = new()
    {
        Id = "sma-battery",
        Name = "Battery of an SMA inverter",
        Kind = DeviceKind.Battery,
        UnitId = 3,
        MostGap = 0,
        Registers = new Map(RegisterTable.Holding, RegisterType.UInt32)
            .One(Quantity.Power, 31393)
            .One(Quantity.Power, 31395, -1)
            .One(Quantity.StateOfCharge, 30845, 0.01),
    };
}
