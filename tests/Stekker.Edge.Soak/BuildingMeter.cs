using System.Net;
using System.Text.Json.Nodes;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Soak;

/// <summary>A meter of a part of the building, on Modbus TCP, on a bad line when told so.</summary>
internal sealed class BuildingMeter : IAsyncDisposable
{
    private const string Device = "sdm630";
    private const byte Unit = 7;
    private const int VoltageV = 230;
    private const int CurrentA = 4;

    private readonly ModbusTcpServer server;
    private volatile Fault? fault;

    public BuildingMeter()
    {
        DeviceDescription device = DeviceCatalogue.Find(Device)!;
        RegisterBank bank = DeviceSimulator.NewBank(device);
        ReadingValues values = new() { [Quantity.Power] = 3 * CurrentA * VoltageV, [Quantity.Frequency] = 50, [Quantity.ImportEnergy] = 1_000_000, [Quantity.ExportEnergy] = 0 };
        foreach (Phase phase in (Phase[])[Phase.L1, Phase.L2, Phase.L3])
        {
            values[Quantity.Voltage, phase] = VoltageV;
            values[Quantity.Current, phase] = CurrentA;
            values[Quantity.Power, phase] = CurrentA * VoltageV;
        }

        DeviceSimulator.Fill(bank, device, values);
        ModbusUnits units = new() { [Unit] = bank };
        units.Faults = (_, _) => fault;
        server = new ModbusTcpServer(units, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System);
    }

    public JsonObject Configuration => new()
    {
        ["id"] = "workshop",
        ["role"] = "building",
        ["device"] = Device,
        ["tcp"] = $"{server.Endpoint}",
        ["unitId"] = Unit,
        ["intervalMs"] = 1000,
    };

    /// <summary>Null: it answers well again.</summary>
    public void GoWrong(Fault? how) => fault = how;

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
