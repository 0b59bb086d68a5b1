namespace Stekker.Edge.Modbus.Devices.Eastron;

/// <summary>
/// What the Eastron SDM family has in common: float registers read with function 4, one request may span 80 (SDM630 Modbus protocol
/// document; confirmed by mbmd, OpenEMS and sdm_modbus).
/// </summary>
internal static class EastronSdm
{
    public const int MostPerRead = 80;

    private const double Kilo = 1000;

    public static Map Map() => new(RegisterTable.Input, RegisterType.Float32);

    /// <summary>The map of every three-phase model but the first SDM72.</summary>
    public static Map ThreePhase() => Map()
        .PerPhase(Quantity.Voltage, 0x0000)
        .PerPhase(Quantity.Current, 0x0006)
        .PerPhase(Quantity.Power, 0x000C)
        .PerPhase(Quantity.ApparentPower, 0x0012)
        .PerPhase(Quantity.ReactivePower, 0x0018)
        .PerPhase(Quantity.PowerFactor, 0x001E)
        .One(Quantity.Power, 0x0034)
        .One(Quantity.ApparentPower, 0x0038)
        .One(Quantity.ReactivePower, 0x003C)
        .One(Quantity.PowerFactor, 0x003E)
        .One(Quantity.Frequency, 0x0046)
        .One(Quantity.ImportEnergy, 0x0048, Kilo)
        .One(Quantity.ExportEnergy, 0x004A, Kilo);

    public static Map SinglePhase() => Map()
        .One(Quantity.Voltage, 0x0000, 1, Phase.L1)
        .One(Quantity.Current, 0x0006, 1, Phase.L1)
        .One(Quantity.Power, 0x000C, 1, Phase.L1)
        .One(Quantity.ApparentPower, 0x0012, 1, Phase.L1)
        .One(Quantity.ReactivePower, 0x0018, 1, Phase.L1)
        .One(Quantity.PowerFactor, 0x001E, 1, Phase.L1)
        .One(Quantity.Frequency, 0x0046)
        .One(Quantity.ImportEnergy, 0x0048, Kilo)
        .One(Quantity.ExportEnergy, 0x004A, Kilo)
        .One(Quantity.ReactiveImportEnergy, 0x004C, Kilo)
        .One(Quantity.ReactiveExportEnergy, 0x004E, Kilo)
        .One(Quantity.TotalEnergy, 0x0156, Kilo);
}
