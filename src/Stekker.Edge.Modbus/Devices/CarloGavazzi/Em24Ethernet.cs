using System.Collections.Immutable;

namespace Stekker.Edge.Modbus.Devices.CarloGavazzi;

/// <summary>Carlo Gavazzi EM24 E1, Modbus TCP (EM24_E1 communication protocol; mbmd and Victron dbus-modbus-client agree).</summary>
internal static class Em24Ethernet
{
    private static readonly ImmutableArray<ushort> Models = [1648, 1649, 1650, 1651, 1652, 1653];

    public static readonly DeviceDescription Device = new()
    {
        Id = "em24-e1",
        Name = "Carlo Gavazzi EM24 E1 (Ethernet)",
        MostPerRead = 50,
        MostGap = 0,
        Registers = Em300.Common(),
        Identity = new Identity(RegisterTable.Input, 0x000B, 1, Models),
        Notes = ["Power shows export only in application H (register 0xA000 = 7)."],
    };
}
