using System.Net;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Tests.Cli.Meters;

/// <summary>Simulated devices on loopback TCP, for the command line to find.</summary>
internal static class MeterStand
{
    public static ModbusTcpServer Serve(ModbusUnits units, bool rtu = false) => new(units, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, rtu);

    public static string Peer(this ModbusTcpServer server) => $"127.0.0.1:{server.Endpoint.Port}";

    /// <summary>A device with 10, 12 and 8 A on its phases; <paramref name="volts"/> on the first.</summary>
    public static RegisterBank Bank(string id, double volts = 230.1)
    {
        DeviceDescription device = DeviceCatalogue.Find(id)!;
        RegisterBank bank = DeviceSimulator.NewBank(device);
        ReadingValues values = new();
        double[] watts = [2300, 2770, 1840];
        for (int i = 0; i < device.Phases; i++)
        {
            values[Quantity.Voltage, Phase.L1 + i] = i == 0 ? volts : 230.1 + i;
            values[Quantity.Current, Phase.L1 + i] = 10 + (i == 2 ? -2 : 2 * i);
            values[Quantity.Power, Phase.L1 + i] = watts[i];
        }

        values[Quantity.Power] = watts.Take(device.Phases).Sum();
        values[Quantity.Frequency] = 50.02;
        values[Quantity.PowerFactor] = 0.98;
        values[Quantity.ImportEnergy] = 1_234_500;
        values[Quantity.ExportEnergy] = 56_000;
        values[Quantity.TotalEnergy] = 1_290_500;
        DeviceSimulator.Fill(bank, device, values);
        return bank;
    }
}
