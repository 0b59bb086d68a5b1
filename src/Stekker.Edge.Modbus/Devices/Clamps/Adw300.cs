using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Clamps;

/// <summary>Acrel ADW300 (evcc; currents and total power confirmed by a simulator's map).</summary>
internal static class Adw300
{
    private const string OneSource = "ADW300 voltage, phase power and energy: one source only (evcc). Compare with the display.";

    public static readonly DeviceDescription Device = new()
    {
        Id = "adw300",
        Name = "Acrel ADW300",
        Serial = (9600, SerialFormat.EightNoneOne),
        MostGap = 3,
        Registers = new Map(RegisterTable.Holding, RegisterType.Int32)
            .PerPhase(Quantity.Voltage, 20, 0.1, RegisterType.UInt16, note: OneSource)
            .PerPhase(Quantity.Current, 26, 0.01, RegisterType.UInt16)
            .PerPhase(Quantity.Power, 30, note: OneSource)
            .One(Quantity.Power, 36)
            .One(Quantity.ImportEnergy, 62, 10, note: OneSource)
            .One(Quantity.ExportEnergy, 64, 10, note: OneSource),
        Notes = ["evcc's preset has 1200 baud: look at the device's menu."],
    };
}
