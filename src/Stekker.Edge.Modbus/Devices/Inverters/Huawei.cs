namespace Stekker.Edge.Modbus.Devices.Inverters;

/// <summary>
/// Huawei SUN2000 and what is wired to it (Huawei solar inverter Modbus interface definitions; huawei-solar-lib, evcc, openWB). One client
/// at a time, and a pause after connecting: 1 s (evcc) and more (openWB 7 s).
/// </summary>
internal static class Huawei
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private const string OneClient = "The dongle serves one client at a time, and only after a pause: stop other programs that read it.";

    public static readonly DeviceDescription Inverter = new()
    {
        Id = "huawei",
        Name = "Huawei SUN2000",
        Kind = DeviceKind.Inverter,
        AfterConnect = Pause,
        Patience = Patience,
        MostGap = 8,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .One(Quantity.PvPower, 32064)
            .PerPhase(Quantity.Voltage, 32069, 0.1, RegisterType.UInt16)
            .PerPhase(Quantity.Current, 32072, 0.001)
            .One(Quantity.Power, 32080)
            .One(Quantity.ReactivePower, 32082)
            .One(Quantity.Frequency, 32085, 0.01, of: RegisterType.UInt16)
            .One(Quantity.ExportEnergy, 32106, 10, of: RegisterType.UInt32),
        Notes = [OneClient],
    };

    /// <summary>The maker counts export positive.</summary>
    public static readonly DeviceDescription Meter = new()
    {
        Id = "huawei-meter",
        Name = "Grid meter of a Huawei SUN2000",
        AfterConnect = Pause,
        Patience = Patience,
        MostGap = 4,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .PerPhase(Quantity.Voltage, 37101, 0.1)
            .PerPhase(Quantity.Current, 37107, 0.01)
            .One(Quantity.Power, 37113, -1)
            .One(Quantity.ExportEnergy, 37119, 10)
            .One(Quantity.ImportEnergy, 37121, 10)
            .PerPhase(Quantity.Power, 37132, -1),
        Notes = [OneClient],
    };

    public static readonly DeviceDescription Battery = new()
    {
        Id = "huawei-battery",
        Name = "Battery of a Huawei SUN2000",
        Kind = DeviceKind.Battery,
        AfterConnect = Pause,
        Patience = Patience,
        MostGap = 4,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .One(Quantity.StateOfCharge, 37760, 0.001, of: RegisterType.UInt16)
            .One(Quantity.Power, 37765),
        Notes = [OneClient],
    };
}
