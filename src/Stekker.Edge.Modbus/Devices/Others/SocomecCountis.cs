namespace Stekker.Edge.Modbus.Devices.Others;

/// <summary>Socomec Countis E23, E24, E27, E28 (OpenEMS; addresses and power scale confirmed for the E13 and E04).</summary>
internal static class SocomecCountis
{
    public static readonly DeviceDescription Device = new()
    {
        Id = "countis-e24",
        Name = "Socomec Countis E23/E24/E27/E28",
        MostGap = 4,
        Registers = new Map(RegisterTable.Holding, RegisterType.UInt32)
            .PerPhase(Quantity.Voltage, 0xC558, 0.01)
            .One(Quantity.Frequency, 0xC55E, 0.001, note: "Countis frequency: the scale differs between models in the sources (mHz here).")
            .PerPhase(Quantity.Current, 0xC560, 0.001)
            .One(Quantity.Power, 0xC568, 10, of: RegisterType.Int32)
            .One(Quantity.ReactivePower, 0xC56A, 10, of: RegisterType.Int32)
            .PerPhase(Quantity.Power, 0xC570, 10, RegisterType.Int32)
            .One(Quantity.ImportEnergy, 0xC702, 10, note: "Countis energy: one source only for the scale (10 Wh). Compare with the display.")
            .One(Quantity.ExportEnergy, 0xC708, 10, note: "Countis energy: one source only for the scale (10 Wh). Compare with the display."),
        Identity = new Identity(RegisterTable.Holding, 0xC38A, 8, [], "COUNTIS"),
        Notes = ["Power comes in steps of 10 W."],
    };
}
