using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Eastron;

/// <summary>Eastron SDM72D-M v2: the SDM630's measurements without per-phase energy (mbmd, openWB, sdm_modbus agree).</summary>
internal static class Sdm72V2
{
    public static readonly DeviceDescription Device = new()
    {
        Id = "sdm72v2",
        Name = "Eastron SDM72D-M v2",
        Serial = (9600, SerialFormat.EightNoneOne),
        MostPerRead = EastronSdm.MostPerRead,
        MostGap = EastronSdm.MostPerRead,
        Registers = EastronSdm.ThreePhase().One(Quantity.TotalEnergy, 0x0156, 1000),
    };
}
