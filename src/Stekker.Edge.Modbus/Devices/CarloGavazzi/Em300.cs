using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.CarloGavazzi;

/// <summary>
/// Carlo Gavazzi EM330, EM340 and their bidirectional sisters ET330, ET340 (EM300/ET300 series communication protocol, version 2 revision 17;
/// mbmd, Victron and OpenEMS agree). At most 50 registers per read.
/// </summary>
internal static class Em300
{
    public static readonly DeviceDescription Em330 = new()
    {
        Id = "em330",
        Name = "Carlo Gavazzi EM330",
        Serial = (9600, SerialFormat.EightNoneOne),
        MostPerRead = 50,
        MostGap = 10,
        Registers = Common(),
    };

    public static readonly DeviceDescription Em340 = Em330 with { Id = "em340", Name = "Carlo Gavazzi EM340" };

    public static readonly DeviceDescription Et330 = Em330 with
    {
        Id = "et330",
        Name = "Carlo Gavazzi ET330",
        Registers = Common().PerPhase(Quantity.ExportEnergy, 0x60, 100),
    };

    public static readonly DeviceDescription Et340 = Et330 with { Id = "et340", Name = "Carlo Gavazzi ET340" };

    public static Map Common() => new Map(RegisterTable.Input, RegisterType.Int32, WordOrder.CDAB)
        .PerPhase(Quantity.Voltage, 0x00, 0.1)
        .PerPhase(Quantity.Current, 0x0C, 0.001)
        .PerPhase(Quantity.Power, 0x12, 0.1)
        .One(Quantity.Power, 0x28, 0.1)
        .PerPhase(Quantity.PowerFactor, 0x2E, 0.001, RegisterType.Int16)
        .One(Quantity.PowerFactor, 0x31, 0.001, of: RegisterType.Int16)
        .One(Quantity.Frequency, 0x33, 0.1, of: RegisterType.Int16)
        .One(Quantity.ImportEnergy, 0x34, 100)
        .PerPhase(Quantity.ImportEnergy, 0x40, 100)
        .One(Quantity.ExportEnergy, 0x4E, 100);
}
