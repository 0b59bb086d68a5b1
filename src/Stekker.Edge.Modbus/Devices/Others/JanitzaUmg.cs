using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Others;

/// <summary>
/// Janitza UMG 96RM(-E), 103, 104, 604 and B23: the block of frequently required readings 19000 to 19120
/// (Janitza Modbus address lists; mbmd, OpenEMS, openWB agree).
/// </summary>
internal static class JanitzaUmg
{
    public static readonly DeviceDescription Umg96Rm = new()
    {
        Id = "umg96rm",
        Name = "Janitza UMG 96RM(-E)",
        Serial = (115200, new SerialFormat(8, Parity.None, 2)),
        MostGap = 120,
        Registers = new Map(RegisterTable.Holding, RegisterType.Float32)
            .PerPhase(Quantity.Voltage, 19000)
            .PerPhase(Quantity.Current, 19012)
            .PerPhase(Quantity.Power, 19020)
            .One(Quantity.Power, 19026)
            .PerPhase(Quantity.ReactivePower, 19036)
            .One(Quantity.ReactivePower, 19042)
            .PerPhase(Quantity.PowerFactor, 19044)
            .One(Quantity.Frequency, 19050)
            .PerPhase(Quantity.ImportEnergy, 19062)
            .One(Quantity.ImportEnergy, 19068)
            .PerPhase(Quantity.ExportEnergy, 19070)
            .One(Quantity.ExportEnergy, 19076),
    };

    public static readonly DeviceDescription Umg604 = Umg96Rm with { Id = "umg604", Name = "Janitza UMG 103/104/604", Serial = null };
}
