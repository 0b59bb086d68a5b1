using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Devices;

/// <summary>Every device of the catalogue, simulated from its own description and read over a real socket.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<string> Ids => [.. DeviceCatalogue.All.Where(static d => d.SunSpec is null).Select(static d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_the_device_shows_is_what_is_read(string id)
    {
        DeviceDescription device = DeviceCatalogue.Find(id)!;
        await Same(device, 1, refuseGaps: false);
        await Same(device, 1, refuseGaps: true);
        if (device.HasDirection && device.Registers.Any(static r => r.Quantity == Quantity.Power && (r.Type.IsSigned() || r.Scale < 0)))
        {
            await Same(device, -1, refuseGaps: false);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_the_device_does_not_have_is_missing(string id)
    {
        DeviceDescription device = DeviceCatalogue.Find(id)!;
        RegisterBank bank = DeviceSimulator.NewBank(device);
        DeviceSimulator.Fill(bank, device, new ReadingValues());

        MeterReading reading = await Read(device, bank);

        Assert.Equal(default, reading.Current);
        Assert.Equal(default, reading.Voltage);
        Assert.Null(reading.ImportEnergy);
        Assert.True(reading.Power is null || (id == "sma" && reading.Power.Value.Value == 0), "an inverter asleep produces nothing; nothing else may become 0");
    }

    [Fact]
    public void Every_device_has_a_name_of_its_own_and_fits_its_own_limits()
    {
        Assert.Equal(DeviceCatalogue.All.Length, DeviceCatalogue.All.Select(static d => d.Id).Distinct().Count());
        Assert.All(DeviceCatalogue.All, static d =>
        {
            Assert.All(ReadPlan.Make(d), b => Assert.InRange(b.Count, 1, d.MostPerRead));
            Assert.True(d.SunSpec is not null || d.Registers.Any(static r => r.Quantity is Quantity.Power or Quantity.Current), d.Id);
        });
    }

    [Theory]
    [InlineData("SDM630", true, "sdm630")]
    [InlineData("smd630", false, "did you mean sdm630")]
    [InlineData("toaster", false, "custom")]
    public void A_name_is_found_or_the_nearest_is_told(string id, bool known, string words)
    {
        Assert.Equal(known, DeviceCatalogue.Find(id) is not null);
        Assert.Contains(words, known ? DeviceCatalogue.Find(id)!.Id : DeviceCatalogue.Unknown(id), StringComparison.Ordinal);
    }

    private static async Task Same(DeviceDescription device, int sign, bool refuseGaps)
    {
        ReadingValues values = Site.Values(device.Phases, sign);
        RegisterBank bank = DeviceSimulator.NewBank(device, refuseGaps);
        DeviceSimulator.Fill(bank, device, values);

        ReadingExpectation.Holds(device, values, await Read(device, bank));
    }

    private static async Task<MeterReading> Read(DeviceDescription device, RegisterBank bank)
    {
        ModbusUnits units = new() { [device.UnitId] = bank };
        await using ModbusTcpServer server = Site.Serve(units);
        using ModbusBus bus = Site.Connect(server);
        DeviceReader reader = new(bus, device.UnitId, device, MeterRole.Grid, MeterWiring.Default, "m");
        (MeterReading? reading, string? error) = await reader.ReadAsync(all: true, static () => new Stamp(default, true, TimeSpan.Zero), default);
        Assert.True(reading is not null, error);
        return reading;
    }
}
