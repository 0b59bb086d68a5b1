using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Others;

/// <summary>
/// Siemens SENTRON PAC2200 (equipment manual L1V30415167B, appendix A.1; mbmd and OpenEMS agree on the measurements). A read that cuts a value
/// in two is refused. Two tariffs: the counters at 805 and 813 belong to the second and are added. Frequency is left out: the sources conflict.
/// </summary>
internal static class SiemensPac2200
{
    public static readonly DeviceDescription Device = new()
    {
        Id = "pac2200",
        Name = "Siemens PAC2200",
        Serial = (19200, new SerialFormat(8, Parity.None, 2)),
        MostGap = 22,
        Registers = new Map(RegisterTable.Holding, RegisterType.Float32)
            .PerPhase(Quantity.Voltage, 1)
            .PerPhase(Quantity.Current, 13)
            .PerPhase(Quantity.Power, 25)
            .PerPhase(Quantity.ReactivePower, 31)
            .PerPhase(Quantity.PowerFactor, 37)
            .One(Quantity.ApparentPower, 63)
            .One(Quantity.Power, 65)
            .One(Quantity.ReactivePower, 67)
            .One(Quantity.PowerFactor, 69)
            .One(Quantity.ImportEnergy, 801, of: RegisterType.Float64)
            .One(Quantity.ImportEnergy, 805, of: RegisterType.Float64)
            .One(Quantity.ExportEnergy, 809, of: RegisterType.Float64)
            .One(Quantity.ExportEnergy, 813, of: RegisterType.Float64),
        Identity = new Identity(RegisterTable.Holding, 64001, 27, [42]),
        Notes = ["The RS485 version ships with unit id 126."],
    };
}
