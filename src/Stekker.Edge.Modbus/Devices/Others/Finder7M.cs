namespace Stekker.Edge.Modbus.Devices.Others;

/// <summary>Finder 7M.24 and 7M.38 (maker's register list Modbus-7M24-7M38 v2 as read by mbmd).</summary>
internal static class Finder7M
{
    private const string OneSource = "Finder 7M power: one source only (mbmd, from the maker's list).";

    public static readonly DeviceDescription Device = new()
    {
        Id = "finder-7m",
        Name = "Finder 7M.24/7M.38",
        MostGap = 24,
        Registers = new Map(RegisterTable.Input, RegisterType.Float32)
            .PerPhase(Quantity.Voltage, 2500)
            .PerPhase(Quantity.Current, 2516)
            .PerPhase(Quantity.Power, 2530, note: OneSource)
            .One(Quantity.Power, 2536, note: OneSource)
            .PerPhase(Quantity.ReactivePower, 2538)
            .One(Quantity.ReactivePower, 2544)
            .One(Quantity.PowerFactor, 2560)
            .One(Quantity.Frequency, 2584, note: "Finder 7M frequency: 2584 (mbmd) or 2498 (ioBroker).")
            .One(Quantity.ImportEnergy, 2752, note: "Finder 7M energy: two counter sets in the sources; compare with the display.")
            .One(Quantity.ExportEnergy, 2756, note: "Finder 7M energy: two counter sets in the sources; compare with the display."),
    };
}
