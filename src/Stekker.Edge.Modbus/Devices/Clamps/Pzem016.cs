using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Clamps;

/// <summary>Peacefair PZEM-016 (PZEM-014/016 user manual; wb-mqtt-serial and STM32_PZEM016 agree but for the energy's scale).</summary>
internal static class Pzem016
{
    public static readonly DeviceDescription Device = new()
    {
        Id = "pzem-016",
        Name = "PZEM-016",
        Phases = 1,
        HasDirection = false,
        Serial = (9600, SerialFormat.EightNoneOne),
        MostGap = 0,
        Registers = new Map(RegisterTable.Input, RegisterType.UInt32, WordOrder.CDAB)
            .One(Quantity.Voltage, 0x0000, 0.1, Phase.L1, RegisterType.UInt16)
            .One(Quantity.Current, 0x0001, 0.001, Phase.L1)
            .One(Quantity.Power, 0x0003, 0.1, Phase.L1)
            .One(Quantity.TotalEnergy, 0x0005, 1, note: "PZEM energy in Wh by two sources, another scale by a third. Compare with a known load.")
            .One(Quantity.Frequency, 0x0007, 0.1, of: RegisterType.UInt16)
            .One(Quantity.PowerFactor, 0x0008, 0.01, Phase.L1, RegisterType.UInt16),
        Notes = ["Power has no direction: unfit as a grid meter where there is solar."],
    };
}
