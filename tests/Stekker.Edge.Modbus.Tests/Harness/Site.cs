using System.Net;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Modbus.Tests.Harness;

/// <summary>Small things the stories share.</summary>
internal static class Site
{
    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    public static ModbusTcpServer Serve(ModbusUnits units, bool rtu = false) => new(units, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, rtu);

    public static ModbusBus Connect(ModbusTcpServer server, bool rtu = false) => rtu
        ? new MeterAddress.RtuOverTcp("127.0.0.1", server.Endpoint.Port).Open(TimeProvider.System)
        : new MeterAddress.Tcp("127.0.0.1", server.Endpoint.Port).Open(TimeProvider.System);

    /// <summary>A unit with holding registers 0, 1, 2 … that hold their own number and the unit.</summary>
    public static RegisterBank Counting(byte unit, int count = 20)
    {
        RegisterBank bank = new();
        for (int i = 0; i < count; i++)
        {
            bank.Put(RegisterTable.Holding, i, (ushort)((unit << 8) | i));
        }

        return bank;
    }

    public static ushort[] Words(ModbusReply reply) => [.. Assert.IsType<ModbusReply.Registers>(reply).Values];

    /// <summary>Values that every device can show exactly, whatever its scale.</summary>
    public static ReadingValues Values(int phases, int sign = 1)
    {
        ReadingValues values = new();
        double[] power = [2300, 2770, 1840];
        for (int i = 0; i < phases; i++)
        {
            values[Quantity.Voltage, Phase.L1 + i] = 230.1 + i;
            values[Quantity.Current, Phase.L1 + i] = 10 + (2 * i);
            values[Quantity.Power, Phase.L1 + i] = sign * power[i];
            values[Quantity.ReactivePower, Phase.L1 + i] = 100;
            values[Quantity.ApparentPower, Phase.L1 + i] = 2900;
            values[Quantity.PowerFactor, Phase.L1 + i] = 0.98;
            values[Quantity.ImportEnergy, Phase.L1 + i] = 411_000;
            values[Quantity.ExportEnergy, Phase.L1 + i] = 22_000;
        }

        values[Quantity.Power] = sign * power.Take(phases).Sum();
        values[Quantity.ReactivePower] = 100 * phases;
        values[Quantity.ApparentPower] = 2900 * phases;
        values[Quantity.PowerFactor] = 0.98;
        values[Quantity.Frequency] = 50;
        values[Quantity.ImportEnergy] = 1_234_000;
        values[Quantity.ExportEnergy] = 66_000;
        values[Quantity.TotalEnergy] = 1_300_000;
        values[Quantity.ReactiveImportEnergy] = 5_000;
        values[Quantity.ReactiveExportEnergy] = 6_000;
        values[Quantity.PvPower] = 7000;
        values[Quantity.StateOfCharge] = 0.55;
        return values;
    }
}
