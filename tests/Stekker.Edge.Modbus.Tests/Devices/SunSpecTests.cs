using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Devices.SunSpec;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Devices;

public sealed class SunSpecTests
{
    public static TheoryData<int, int, int, ushort, string, MeterRole> Chains => new()
    {
        { 103, 50, 66, 40000, "sunspec", MeterRole.Solar },
        { 103, 50, 65, 40000, "solaredge", MeterRole.Solar },
        { 101, 50, 65, 50000, "sunspec-inverter", MeterRole.Solar },
        { 113, 60, 65, 40000, "fronius", MeterRole.Solar },
        { 111, 60, 66, 0, "sunspec", MeterRole.Solar },
        { 701, 153, 66, 40000, "sunspec", MeterRole.Solar },
        { 203, 105, 65, 40000, "fronius-meter", MeterRole.Grid },
        { 203, 105, 65, 40000, "solaredge-meter", MeterRole.Grid },
        { 201, 105, 66, 40000, "sunspec", MeterRole.Grid },
        { 213, 124, 66, 50000, "sunspec-meter", MeterRole.Grid },
        { 802, 62, 66, 40000, "sunspec", MeterRole.Battery },
        { 713, 7, 66, 40000, "sunspec-battery", MeterRole.Battery },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task A_model_is_found_and_read_wherever_it_is(int model, int length, int common, ushort start, string id, MeterRole role)
    {
        RegisterBank bank = new();
        SunSpecChain chain = SunSpecBank.Lay(bank, start, common, "Maker", "Model", (120, 26), (model, length));
        (DeviceDescription? found, string? error) = SunSpecDevice.Describe(DeviceCatalogue.Find(id)!, chain, PartOf(role));
        Assert.True(found is not null, error);
        ReadingValues values = Site.Values(found.Phases);
        DeviceSimulator.Fill(bank, found, values);

        (DeviceReader reader, MeterReading reading) = await Read(bank, DeviceCatalogue.Find(id)!, role);

        ReadingExpectation.Holds(found, values, reading);
        Assert.Equal("Maker Model", reader.Device.Name);
        Assert.Contains("serial number SIM-1", reader.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_common_model_of_65_moves_the_power_to_40083()
    {
        RegisterBank bank = new();
        SunSpecChain chain = SunSpecBank.Lay(bank, 40000, 65, "Fronius", "Symo", (103, 50));

        Register power = SunSpecDevice.Describe(DeviceCatalogue.Find("fronius")!, chain, SunSpecPart.Inverter).Device!.Registers.First(static r => r.Quantity == Quantity.Power);

        Assert.Equal((40083, 40084), (power.Address, (int)power.ScaleFactorAt!));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task SolarEdges_meter_counts_the_other_way_round()
    {
        RegisterBank bank = new();
        SunSpecBank.Lay(bank, 40000, 65, "SolarEdge", "SE10K", (103, 50), (203, 105));
        int meter = 40002 + 67 + 52;
        bank.Put(RegisterTable.Holding, meter + 18, unchecked((ushort)(short)-500), unchecked((ushort)(short)-100), unchecked((ushort)(short)-200), unchecked((ushort)(short)-200), 1);

        (_, MeterReading reading) = await Read(bank, DeviceCatalogue.Find("solaredge-meter")!, MeterRole.Grid);

        Assert.Equal((5000, 1000), (reading.Power!.Value.Value, reading.PhasePower.L1!.Value.Value));
    }

    [Fact]
    public async Task A_scale_factor_that_changes_is_read_with_its_value()
    {
        RegisterBank bank = new();
        SunSpecBank.Lay(bank, 40000, 66, "Maker", "Model", (103, 50));
        int model = 40002 + 68;
        bank.Put(RegisterTable.Holding, model + 14, 1234, unchecked((ushort)(short)-1));
        Assert.Equal(123, (await Read(bank, DeviceCatalogue.Find("sunspec")!, MeterRole.Solar)).Reading.Power!.Value.Value);

        bank.Put(RegisterTable.Holding, model + 14, 1234, 1);
        Assert.Equal(12340, (await Read(bank, DeviceCatalogue.Find("sunspec")!, MeterRole.Solar)).Reading.Power!.Value.Value);
    }

    [Fact]
    public async Task Fronius_panels_are_the_first_strings_and_its_battery_the_next_two()
    {
        RegisterBank bank = new();
        SunSpecBank.Lay(bank, 40000, 65, "Fronius", "GEN24", (103, 50), (124, 24), (160, 88));
        int strings = 40002 + 67 + 52 + 26;
        ushort[] watts = [3000, 1000, 0, 1500];
        bank.Put(RegisterTable.Holding, strings + 4, 0);
        for (int k = 0; k < 4; k++)
        {
            bank.Put(RegisterTable.Holding, strings + 10 + (20 * k) + 11, watts[k]);
        }

        Assert.Equal(4000, (await Read(bank, DeviceCatalogue.Find("fronius")!, MeterRole.Solar)).Reading.PvPower!.Value.Value);
        Assert.Equal(-1500, (await Read(bank, DeviceCatalogue.Find("fronius-battery")!, MeterRole.Battery)).Reading.Power!.Value.Value);
    }

    [Fact]
    public async Task A_chain_without_what_is_wanted_says_what_it_has()
    {
        RegisterBank bank = new();
        SunSpecBank.Lay(bank, 40000, 66, "Maker", "Model", (103, 50));

        Assert.Contains("no SunSpec meter", await Refused(bank), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no map", 0, "no SunSpec map")]
    [InlineData("a chain that breaks off", 1, "breaks off")]
    [InlineData("a chain without end", 2, "does not end")]
    public async Task A_chain_that_leads_nowhere_ends(string what, int kind, string words)
    {
        RegisterBank bank = new();
        bank.Put(RegisterTable.Holding, 0, 1);
        if (kind > 0)
        {
            bank.Put(RegisterTable.Holding, 40000, SunSpecChain.FirstMark, SunSpecChain.SecondMark);
        }

        for (int i = 0; kind == 2 && i < 400; i++)
        {
            bank.Put(RegisterTable.Holding, 40002 + i, (ushort)(i % 2 == 0 ? 7 : 0));
        }

        string error = await Refused(bank);
        Assert.True(error.Contains(words, StringComparison.Ordinal), $"{what}: {error}");
    }

    private static SunSpecPart PartOf(MeterRole role) => role switch
    {
        MeterRole.Solar => SunSpecPart.Inverter,
        MeterRole.Battery => SunSpecPart.Battery,
        _ => SunSpecPart.Meter,
    };

    private static async Task<string> Refused(RegisterBank bank)
    {
        await using ModbusTcpServer server = Site.Serve(new ModbusUnits { [1] = bank });
        using ModbusBus bus = Site.Connect(server);
        DeviceReader reader = new(bus, 1, DeviceCatalogue.Find("sunspec")!, MeterRole.Grid, MeterWiring.Default, "m");
        return (await reader.ReadAsync(true, static () => default, default)).Error!;
    }

    private static async Task<(DeviceReader Reader, MeterReading Reading)> Read(RegisterBank bank, DeviceDescription device, MeterRole role)
    {
        await using ModbusTcpServer server = Site.Serve(new ModbusUnits { [device.UnitId] = bank });
        using ModbusBus bus = Site.Connect(server);
        DeviceReader reader = new(bus, device.UnitId, device, role, MeterWiring.Default, "m");
        (MeterReading? reading, string? error) = await reader.ReadAsync(true, static () => new Stamp(default, true, TimeSpan.Zero), default);
        Assert.True(reading is not null, error);
        return (reader, reading);
    }
}
