using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Bench.Steering;

/// <summary>The site's meters behind one Modbus TCP port: the grid connection's, and where wanted two of the building's parts.</summary>
internal sealed class SiteMeters : IAsyncDisposable
{
    public const int VoltageV = 230;

    private const string Name = "sdm630";
    private const byte GridUnit = 1;
    private const int PartMeters = 2;
    private const int GridIntervalMs = 1000;
    private const int PartIntervalMs = 5000;

    private static readonly DeviceDescription Device = DeviceCatalogue.Find(Name)!;

    /// <summary>What is read each time begins here; energies are asked for apart, more seldom.</summary>
    private static readonly int FirstAddress = Device.Registers.Min(r => r.Address);

    private readonly Lock gate = new();
    private readonly ModbusUnits units = new();
    private readonly ModbusTcpServer server;
    private readonly bool withParts;
    private double energyWh = 1_000_000;
    private Func<double[]>? order;
    private TaskCompletionSource<long>? excess;

    public SiteMeters(bool withParts)
    {
        this.withParts = withParts;
        Show(() => ([0, 0, 0], [0, 0, 0]));
        units.Faults = (unit, request) => Answering(unit, request);
        server = new ModbusTcpServer(units, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System);
    }

    public JsonArray Configuration
    {
        get
        {
            JsonArray meters = [Entry("grid", "grid", GridUnit, GridIntervalMs)];
            for (int part = 1; withParts && part <= PartMeters; part++)
            {
                meters.Add((JsonNode)Entry($"building-{part}", "building", GridUnit + part, PartIntervalMs));
            }

            return meters;
        }
    }

    /// <param name="now">Told per phase, one call at a time; it is shown from the next question on.</param>
    public void Show(Func<(double[] GridA, double[] BuildingA)> now)
    {
        lock (gate)
        {
            (double[] gridA, double[] buildingA) = now();
            Put(GridUnit, gridA);
            for (int part = 1; withParts && part <= PartMeters; part++)
            {
                Put((byte)(GridUnit + part), [.. buildingA.Select(a => a / PartMeters)]);
            }
        }
    }

    /// <summary>
    /// Shows what the order makes of the grid's currents, beginning right after an answer, so that one question later brings all of it.
    /// </summary>
    /// <returns>When that question was answered, in stopwatch ticks: taken just before the answer goes onto the wire.</returns>
    public Task<long> JumpAsync(Func<double[]> gridA)
    {
        lock (gate)
        {
            order = gridA;
            excess = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            return excess.Task;
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static double PowerW(double[] amperes) => amperes.Sum() * VoltageV;

    private JsonObject Entry(string id, string role, int unit, int intervalMs) => new()
    {
        ["id"] = id,
        ["role"] = role,
        ["device"] = Name,
        ["tcp"] = $"{server.Endpoint}",
        ["unitId"] = unit,
        ["intervalMs"] = intervalMs,
    };

    /// <summary>A new bank takes the old one's place at once, so no answer mixes two moments.</summary>
    private void Put(byte unit, double[] amperes)
    {
        energyWh += Math.Max(0.1, PowerW(amperes) / 3600);
        ReadingValues values = new();
        for (int p = 0; p < amperes.Length; p++)
        {
            Phase phase = (Phase)(p + (int)Phase.L1);
            values[Quantity.Voltage, phase] = VoltageV;
            values[Quantity.Current, phase] = Math.Abs(amperes[p]);
            values[Quantity.Power, phase] = amperes[p] * VoltageV;
        }

        values[Quantity.Power] = PowerW(amperes);
        values[Quantity.Frequency] = 50;
        values[Quantity.ImportEnergy] = energyWh;
        values[Quantity.ExportEnergy] = 0;
        RegisterBank bank = DeviceSimulator.NewBank(Device);
        DeviceSimulator.Fill(bank, Device, values);
        units[unit] = bank;
    }

    /// <summary>Called with each answer made and not yet sent.</summary>
    private Fault? Answering(byte unit, ModbusRequest request)
    {
        long at = Stopwatch.GetTimestamp();
        if (unit != GridUnit || request.Address != FirstAddress)
        {
            return null;
        }

        lock (gate)
        {
            if (order is { } due)
            {
                Put(GridUnit, due());
                order = null;
            }
            else
            {
                excess?.TrySetResult(at);
                excess = null;
            }
        }

        return null;
    }
}
