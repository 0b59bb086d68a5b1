using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Eastron;

/// <summary>Eastron SDM630-Modbus V2 (Eastron SDM630 Modbus protocol; mbmd, OpenEMS, openWB, sdm_modbus agree).</summary>
internal static class Sdm630
{
    public static readonly DeviceDescription Device = new()
    {
        Id = "sdm630",
        Name = "Eastron SDM630 v2",
        Serial = (9600, SerialFormat.EightNoneOne),
        MostPerRead = EastronSdm.MostPerRead,
        MostGap = EastronSdm.MostPerRead,
        Registers = EastronSdm.ThreePhase()
            .One(Quantity.ReactiveImportEnergy, 0x004C, 1000)
            .One(Quantity.ReactiveExportEnergy, 0x004E, 1000)
            .One(Quantity.TotalEnergy, 0x0156, 1000)
            .PerPhase(Quantity.ImportEnergy, 0x015A, 1000)
            .PerPhase(Quantity.ExportEnergy, 0x0160, 1000),
    };
}
