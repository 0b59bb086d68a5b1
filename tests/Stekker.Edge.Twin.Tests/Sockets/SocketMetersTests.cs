using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Twin.Sockets;
using MeterRole = Stekker.Edge.Modbus.Readings.MeterRole;

namespace Stekker.Edge.Twin.Tests.Sockets;

/// <summary>Read as the daemon reads: over a real TCP connection and a real terminal line.</summary>
public sealed class SocketMetersTests
{
    private static readonly Stamp At = new(DateTimeOffset.UnixEpoch, true, TimeSpan.Zero);

    [Fact]
    public async Task The_grid_meter_shows_each_phase_with_its_direction()
    {
        await using SocketMeters meters = new(230, TimeProvider.System);
        meters.Show([12.5, -4, 0], importWh: 1_234_000, exportWh: 56_000, sunW: 0, producedWh: 0);
        using ModbusBus bus = new MeterAddress.Tcp(meters.Network.Host, meters.Network.Port).Open(TimeProvider.System);

        MeterReading reading = await ReadAsync(bus, SocketMeters.GridUnit, SocketMeters.GridDevice, MeterRole.Grid);

        Assert.Equal((125, -40, 0), (reading.Current.L1!.Value.Deciamperes, reading.Current.L2!.Value.Deciamperes, reading.Current.L3!.Value.Deciamperes));
        Assert.Equal(8.5m * 230, reading.Power!.Value.Value);
        Assert.Equal((1_234_000, 56_000), (reading.ImportEnergy!.Value.Value, reading.ExportEnergy!.Value.Value));
    }

    [Fact]
    public async Task The_inverter_answers_on_its_serial_line()
    {
        await using SocketMeters meters = new(230, TimeProvider.System);
        Assert.True(meters.NoLine is null, meters.NoLine);
        MeterLine.Serial line = Assert.IsType<MeterLine.Serial>(meters.Line);
        meters.Show([0, 0, 0], 0, 0, sunW: 4_321, producedWh: 98_765);
        using ModbusBus bus = new MeterAddress.SerialLine(new SerialSettings(line.Path, line.Baud, SerialFormat.EightNoneOne)).Open(TimeProvider.System);

        MeterReading reading = await ReadAsync(bus, SocketMeters.InverterUnit, SocketMeters.InverterDevice, MeterRole.Solar);

        Assert.Equal((4_321, 98_765), (reading.Power!.Value.Value, reading.ExportEnergy!.Value.Value));
    }

    private static async Task<MeterReading> ReadAsync(ModbusBus bus, byte unit, string device, MeterRole role)
    {
        DeviceReader reader = new(bus, unit, DeviceCatalogue.Find(device)!, role, MeterWiring.Default, "meter", TimeSpan.FromSeconds(10));
        (MeterReading? reading, string? error) = await reader.ReadAsync(true, () => At, CancellationToken.None);
        Assert.True(reading is not null, error);
        return reading;
    }
}
