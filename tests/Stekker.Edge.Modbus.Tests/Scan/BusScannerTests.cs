using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Scan;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Scan;

public sealed class BusScannerTests
{
    [Theory]
    [InlineData("sdm630", "sdm630")]
    [InlineData("abb-b24", "abb-b24")]
    [InlineData("em24-e1", "em24-e1")]
    [InlineData("em24", "em24")]
    [InlineData("countis-e24", "countis-e24")]
    [InlineData("umg96rm", "umg96rm")]
    [InlineData("pac2200", "pac2200")]
    [InlineData("iem3155", "iem3155")]
    [InlineData("shelly-pro-3em", "shelly-pro-3em")]
    [InlineData("pzem-016", "pzem-016")]
    [InlineData("finder-7m", "finder-7m")]
    public async Task A_device_behind_a_gateway_is_proposed_first(string id, string proposed)
    {
        DeviceDescription device = DeviceCatalogue.Find(id)!;
        RegisterBank bank = DeviceSimulator.NewBank(device);
        DeviceSimulator.Fill(bank, device, Site.Values(device.Phases));
        await using ModbusTcpServer server = Site.Serve(new ModbusUnits { [5] = bank, IsGateway = true });
        List<ScanProgress> progress = [];

        (var found, var errors) = await new BusScanner(TimeProvider.System).ScanAsync(
            new ScanRange([new MeterAddress.Tcp("127.0.0.1", server.Endpoint.Port)], 1, 10) { Patience = TimeSpan.FromSeconds(5) }, progress.Add, default);

        Assert.Empty(errors);
        FoundUnit unit = Assert.Single(found);
        Assert.Equal((5, proposed), (unit.Unit, unit.Proposals[0].DeviceId));
        Assert.Equal(10, progress.Count);
    }

    [Fact]
    public async Task A_SunSpec_device_says_what_it_is()
    {
        RegisterBank bank = new();
        SunSpecBank.Lay(bank, 40000, 65, "Fronius", "Symo 10.0-3-M", (103, 50));
        await using ModbusTcpServer server = Site.Serve(new ModbusUnits { [1] = bank, IsGateway = true });

        (var found, _) = await new BusScanner(TimeProvider.System).ScanAsync(
            new ScanRange([new MeterAddress.Tcp("127.0.0.1", server.Endpoint.Port)], 1, 2) { Patience = TimeSpan.FromSeconds(5) }, null, default);

        Assert.Equal("fronius", Assert.Single(Assert.Single(found).Proposals).DeviceId);
        Assert.Contains("Fronius Symo 10.0-3-M", found[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_cannot_be_had_is_told_once()
    {
        (var found, var errors) = await new BusScanner(TimeProvider.System).ScanAsync(ScanRange.Serial("/dev/rs485-that-is-not-there"), null, default);

        Assert.Empty(found);
        Assert.Contains("does not exist", Assert.Single(errors), StringComparison.Ordinal);
    }
}
