using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Eastron;

/// <summary>
/// The first SDM72D-M. mbmd reads four registers and says there are no more; sdm_modbus reads the full map. Only the four are described:
/// a device that also answers at 0 is a v2.
/// </summary>
internal static class Sdm72
{
    public static readonly DeviceDescription Device = new()
    {
        Id = "sdm72",
        Name = "Eastron SDM72D-M (first version)",
        Serial = (9600, SerialFormat.EightNoneOne),
        MostPerRead = EastronSdm.MostPerRead,
        MostGap = 0,
        Registers = EastronSdm.Map()
            .One(Quantity.Power, 0x0034)
            .One(Quantity.ImportEnergy, 0x0048, 1000)
            .One(Quantity.ExportEnergy, 0x004A, 1000)
            .One(Quantity.TotalEnergy, 0x0156, 1000),
        Notes = ["No values per phase: it cannot guard a fuse. If the device shows voltages by Modbus it is a v2: choose sdm72v2."],
    };
}
