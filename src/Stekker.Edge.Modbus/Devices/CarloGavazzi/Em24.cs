using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.CarloGavazzi;

/// <summary>
/// Carlo Gavazzi EM24-DIN with RS485 (EM24-DIN communication protocol, version 4; mbmd and Victron dbus-cgwacs agree but for the import total).
/// At most 11 registers per read. Overflow reads 0x7FFFFFFF.
/// </summary>
internal static class Em24
{
    public static readonly DeviceDescription Device = new()
    {
        Id = "em24",
        Name = "Carlo Gavazzi EM24 (RS485)",
        Serial = (9600, SerialFormat.EightNoneOne),
        MostPerRead = 11,
        MostGap = 0,
        Registers = new Map(RegisterTable.Input, RegisterType.Int32, WordOrder.CDAB)
            .PerPhase(Quantity.Voltage, 0x00, 0.1)
            .PerPhase(Quantity.Current, 0x0C, 0.001)
            .PerPhase(Quantity.Power, 0x12, 0.1)
            .One(Quantity.Power, 0x28, 0.1)
            .PerPhase(Quantity.PowerFactor, 0x32, 0.001, RegisterType.Int16)
            .One(Quantity.PowerFactor, 0x35, 0.001, of: RegisterType.Int16)
            .One(Quantity.Frequency, 0x37, 0.1, of: RegisterType.Int16)
            .One(Quantity.ImportEnergy, 0x3E, 100, note: "EM24 import total: read at 0x3E (Victron); mbmd reads 0x42. Compare with the display.")
            .PerPhase(Quantity.ImportEnergy, 0x46, 100)
            .One(Quantity.ExportEnergy, 0x5C, 100, note: "EM24 export total: some variants do not have it (exception 2)."),
        Notes = ["Power shows export only in application H (register 0xA000 = 7, or the selector on the front)."],
    };
}
