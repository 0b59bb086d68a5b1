namespace Stekker.Edge.Modbus.Devices.Others;

/// <summary>
/// Shelly Pro 3EM over Modbus TCP (Shelly Gen2 API documentation, components Modbus, EM and EMData, where input register 1000 is written 31000;
/// low word first). Only the total power and the voltages were seen in use by a second project.
/// </summary>
internal static class ShellyPro3Em
{
    private const string Unconfirmed = "Shelly registers other than total power and voltage are from the maker's page alone. Compare with the Shelly app.";
    private const int PerPhaseBlock = 20;

    public static readonly DeviceDescription Device = new()
    {
        Id = "shelly-pro-3em",
        Name = "Shelly Pro 3EM",
        MostGap = 20,
        Registers = new Map(RegisterTable.Input, RegisterType.Float32, WordOrder.CDAB)
            .One(Quantity.Power, 1013)
            .One(Quantity.ApparentPower, 1015, note: Unconfirmed)
            .PerPhase(Quantity.Voltage, 1020, step: PerPhaseBlock)
            .PerPhase(Quantity.Current, 1022, step: PerPhaseBlock, note: Unconfirmed)
            .PerPhase(Quantity.Power, 1024, step: PerPhaseBlock, note: Unconfirmed)
            .PerPhase(Quantity.ApparentPower, 1026, step: PerPhaseBlock, note: Unconfirmed)
            .PerPhase(Quantity.PowerFactor, 1028, step: PerPhaseBlock, note: Unconfirmed)
            .One(Quantity.Frequency, 1033, note: Unconfirmed)
            .One(Quantity.ImportEnergy, 1162, note: Unconfirmed)
            .One(Quantity.ExportEnergy, 1164, note: Unconfirmed),
        Notes = ["Switch Modbus on in the Shelly's web page first, and leave the device in its triphase profile."],
    };
}
