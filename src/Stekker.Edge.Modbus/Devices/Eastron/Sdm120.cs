using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Eastron;

/// <summary>Eastron SDM120, one phase (Eastron SDM120-Modbus user manual; mbmd, OpenEMS, sdm_modbus agree).</summary>
internal static class Sdm120
{
    public static readonly DeviceDescription Device = new()
    {
        Id = "sdm120",
        Name = "Eastron SDM120",
        Phases = 1,
        Serial = (2400, SerialFormat.EightNoneOne),
        MostPerRead = EastronSdm.MostPerRead,
        MostGap = EastronSdm.MostPerRead,
        Registers = EastronSdm.SinglePhase(),
        Notes = ["Ships with 2400 baud; the SDM120-M with 9600."],
    };
}
