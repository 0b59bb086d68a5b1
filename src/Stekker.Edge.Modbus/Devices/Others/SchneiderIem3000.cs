using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.Others;

/// <summary>
/// Schneider iEM3155 and iEM3255 (Acti9 iEM3000 user manual, whose numbers are one higher than these; mbmd and OpenEMS have the same layout).
/// Power in kW. The power factor is encoded over four quadrants and left out, as mbmd does.
/// </summary>
internal static class SchneiderIem3000
{
    private const string OneSource = "iEM3000 energy counters: one source only. Compare with the display.";

    public static readonly DeviceDescription Iem3155 = new()
    {
        Id = "iem3155",
        Name = "Schneider iEM3155",
        Serial = (19200, new SerialFormat(8, Parity.Even, 1)),
        MostGap = 12,
        Registers = new Map(RegisterTable.Holding, RegisterType.Float32)
            .PerPhase(Quantity.Current, 2999)
            .PerPhase(Quantity.Voltage, 3027)
            .PerPhase(Quantity.Power, 3053, 1000)
            .One(Quantity.Power, 3059, 1000)
            .One(Quantity.ReactivePower, 3067, 1000)
            .One(Quantity.ApparentPower, 3075, 1000)
            .One(Quantity.Frequency, 3109)
            .One(Quantity.ImportEnergy, 3203, of: RegisterType.Int64, note: OneSource)
            .One(Quantity.ExportEnergy, 3207, of: RegisterType.Int64, note: OneSource)
            .One(Quantity.ReactiveImportEnergy, 3219, of: RegisterType.Int64, note: OneSource)
            .One(Quantity.ReactiveExportEnergy, 3223, of: RegisterType.Int64, note: OneSource)
            .PerPhase(Quantity.ImportEnergy, 3517, of: RegisterType.Int64, note: OneSource),
    };

    public static readonly DeviceDescription Iem3255 = Iem3155 with { Id = "iem3255", Name = "Schneider iEM3255" };
}
