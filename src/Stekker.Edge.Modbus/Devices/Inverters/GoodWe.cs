using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Inverters;

/// <summary>GoodWe hybrids ET, EH, BT and string inverters DT, MS, XS (goodwe library, evcc, openWB).</summary>
internal static class GoodWe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static readonly DeviceDescription Et = new()
    {
        Id = "goodwe-et",
        Name = "GoodWe ET/EH/BT",
        Kind = DeviceKind.Inverter,
        UnitId = 247,
        Patience = Patience,
        Serial = (9600, SerialFormat.EightNoneOne),
        MostGap = 4,
        Registers = new Map(RegisterTable.Holding, RegisterType.UInt32)
            .One(Quantity.PvPower, 35105)
            .One(Quantity.PvPower, 35109)
            .One(Quantity.PvPower, 35113)
            .One(Quantity.PvPower, 35117)
            .One(Quantity.Power, 35138, of: RegisterType.Int16)
            .One(Quantity.ExportEnergy, 35191, 100),
    };

    /// <summary>The maker counts export positive.</summary>
    public static readonly DeviceDescription EtMeter = new()
    {
        Id = "goodwe-et-meter",
        Name = "Grid meter of a GoodWe ET/EH/BT",
        UnitId = 247,
        Patience = Patience,
        Serial = (9600, SerialFormat.EightNoneOne),
        MostGap = 4,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .PerPhase(Quantity.Power, 36019, -1)
            .One(Quantity.Power, 36025, -1),
        Notes = ["Old firmware has only 36008 (int16): describe that as a custom device."],
    };

    /// <summary>The maker counts discharging positive.</summary>
    public static readonly DeviceDescription EtBattery = new()
    {
        Id = "goodwe-et-battery",
        Name = "Battery of a GoodWe ET/EH/BT",
        Kind = DeviceKind.Battery,
        UnitId = 247,
        Patience = Patience,
        Serial = (9600, SerialFormat.EightNoneOne),
        MostGap = 0,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .One(Quantity.Power, 35182, -1)
            .One(Quantity.StateOfCharge, 37007, 0.01, of: RegisterType.UInt16),
    };

    public static readonly DeviceDescription Dt = new()
    {
        Id = "goodwe-dt",
        Name = "GoodWe DT/MS/XS",
        Kind = DeviceKind.Inverter,
        UnitId = 127,
        Patience = Patience,
        Serial = (9600, SerialFormat.EightNoneOne),
        MostGap = 0,
        Registers = new Map(RegisterTable.Holding, RegisterType.UInt32)
            .One(Quantity.Power, 30127)
            .One(Quantity.ExportEnergy, 30145, 100),
        Notes = ["Two register maps are known: if nothing answers here (unit 127 or 247), choose goodwe-dt-old."],
    };

    public static readonly DeviceDescription DtOld = new()
    {
        Id = "goodwe-dt-old",
        Name = "GoodWe DT/MS/XS (second map)",
        Kind = DeviceKind.Inverter,
        UnitId = 247,
        Patience = Patience,
        Serial = (9600, SerialFormat.EightNoneOne),
        MostGap = 0,
        Registers = new Map(RegisterTable.Holding, RegisterType.UInt16)
            .One(Quantity.Power, 781, note: "goodwe-dt-old: one source only (evcc). Compare with the inverter's display.")
            .One(Quantity.ExportEnergy, 786, 100, note: "goodwe-dt-old: one source only (evcc). Compare with the inverter's display."),
    };
}
