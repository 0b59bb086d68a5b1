using System.Net;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Devices.SunSpec;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Twin.Sockets;

/// <summary>
/// The meters of a <see cref="SocketSite"/>: at the grid connection one that is read by Modbus TCP, for the sun an inverter on a serial line
/// (a pseudo-terminal). Their registers hold what the world's currents are.
/// </summary>
public sealed class SocketMeters : IAsyncDisposable
{
    public const string GridDevice = "sdm630";
    public const string InverterDevice = "sunspec-inverter";
    public const byte GridUnit = 1;
    public const byte InverterUnit = 3;

    private const int Baud = 19_200;
    private const ushort SunSpecStart = 40_000;
    private const int CommonLength = 66;
    private const int ThreePhaseInverter = 103;
    private const int InverterLength = 50;

    private readonly double voltageV;
    private readonly DeviceDescription grid;
    private readonly DeviceDescription inverter;
    private readonly RegisterBank gridBank;
    private readonly RegisterBank inverterBank = new();
    private readonly ModbusTcpServer network;
    private readonly ModbusLineServer? line;
    private volatile bool gridIsSilent;

    public SocketMeters(double voltageV, TimeProvider time)
    {
        this.voltageV = voltageV;
        grid = DeviceCatalogue.Find(GridDevice)!;
        gridBank = DeviceSimulator.NewBank(grid);
        SunSpecChain chain = SunSpecBank.Lay(inverterBank, SunSpecStart, CommonLength, "Twin", "Roof", (ThreePhaseInverter, InverterLength));
        inverter = SunSpecDevice.Describe(DeviceCatalogue.Find(InverterDevice)!, chain, SunSpecPart.Inverter).Device!;
        ModbusUnits onNetwork = new() { [GridUnit] = gridBank, Faults = (unit, _) => unit == GridUnit && gridIsSilent ? new Fault.Drop() : null };
        PseudoTerminal? terminal = PseudoTerminal.Create(out string? none);
        if (terminal is not null)
        {
            line = new ModbusLineServer(new ModbusUnits { [InverterUnit] = inverterBank }, terminal, time);
        }
        else
        {
            onNetwork[InverterUnit] = inverterBank;
        }

        network = new ModbusTcpServer(onNetwork, new IPEndPoint(IPAddress.Loopback, 0), time);
        Network = new MeterLine.Tcp(network.Endpoint.Address.ToString(), network.Endpoint.Port);
        Line = terminal is null ? Network : new MeterLine.Serial(terminal.Path, Baud, 8, SerialParity.None, 1);
        NoLine = none;
    }

    /// <summary>How the grid meter is reached.</summary>
    public MeterLine.Tcp Network { get; }

    /// <summary>How the inverter is reached: its serial line, or the network where this machine has no pseudo-terminals.</summary>
    public MeterLine Line { get; }

    /// <summary>Why there is no serial line; null where there is one.</summary>
    public string? NoLine { get; }

    /// <summary>The grid's meter hears questions and does not answer.</summary>
    public bool GridIsSilent
    {
        get => gridIsSilent;
        set => gridIsSilent = value;
    }

    /// <param name="gridA">Per phase; import is positive.</param>
    public void Show(ReadOnlySpan<double> gridA, double importWh, double exportWh, double sunW, double producedWh)
    {
        ReadingValues seen = new();
        double powerW = 0;
        for (int p = 0; p < gridA.Length; p++)
        {
            Phase phase = (Phase)(p + (int)Phase.L1);
            seen[Quantity.Voltage, phase] = voltageV;
            seen[Quantity.Current, phase] = Math.Abs(gridA[p]);
            seen[Quantity.Power, phase] = gridA[p] * voltageV;
            powerW += gridA[p] * voltageV;
        }

        seen[Quantity.Power] = powerW;
        seen[Quantity.Frequency] = 50;
        seen[Quantity.ImportEnergy] = importWh;
        seen[Quantity.ExportEnergy] = exportWh;
        DeviceSimulator.Fill(gridBank, grid, seen);

        ReadingValues sun = new();
        for (int p = 0; p < gridA.Length; p++)
        {
            Phase phase = (Phase)(p + (int)Phase.L1);
            sun[Quantity.Voltage, phase] = voltageV;
            sun[Quantity.Current, phase] = sunW / gridA.Length / voltageV;
        }

        sun[Quantity.Power] = sunW;
        sun[Quantity.ExportEnergy] = producedWh;
        DeviceSimulator.Fill(inverterBank, inverter, sun);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync().ConfigureAwait(false);
        if (line is not null)
        {
            await line.DisposeAsync().ConfigureAwait(false);
        }
    }
}
