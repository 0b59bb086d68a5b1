using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices.CarloGavazzi;

/// <summary>Carlo Gavazzi EM111, EM112 and ET112, one phase (EM100/ET100 series communication protocol, version 4; Victron, evcc, OpenEMS agree).</summary>
internal static class Em100
{
    public static readonly DeviceDescription Em111 = new()
    {
        Id = "em111",
        Name = "Carlo Gavazzi EM111",
        Phases = 1,
        Serial = (9600, SerialFormat.EightNoneOne),
        MostPerRead = 50,
        MostGap = 10,
        Registers = new Map(RegisterTable.Input, RegisterType.Int32, WordOrder.CDAB)
            .One(Quantity.Voltage, 0x00, 0.1, Phase.L1)
            .One(Quantity.Current, 0x02, 0.001, Phase.L1)
            .One(Quantity.Power, 0x04, 0.1, Phase.L1)
            .One(Quantity.Frequency, 0x0F, 0.1, of: RegisterType.Int16)
            .One(Quantity.ImportEnergy, 0x10, 100)
            .One(Quantity.ExportEnergy, 0x20, 100),
    };

    public static readonly DeviceDescription Em112 = Em111 with { Id = "em112", Name = "Carlo Gavazzi EM112" };

    public static readonly DeviceDescription Et112 = Em111 with { Id = "et112", Name = "Carlo Gavazzi ET112" };
}
