namespace Stekker.Edge.Modbus.Devices.Eastron;

/// <summary>Eastron SDM230, one phase: the SDM120's map (Eastron SDM230-Modbus user manual; sdm_modbus, openWB).</summary>
internal static class Sdm230
{
    public static readonly DeviceDescription Device = Sdm120.Device with { Id = "sdm230", Name = "Eastron SDM230", Notes = [] };
}
