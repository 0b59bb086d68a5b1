using Stekker.Edge.Configuration;
using Stekker.Edge.Meters;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Tests.Configuration;
using Polled = Stekker.Edge.Modbus.Polling.MeterSettings;

namespace Stekker.Edge.Tests.Meters;

public sealed class MeterPlanTests
{
    private readonly Polled[] plan = [.. MeterPlan.From(Files.Read(ConfigurationExample.Text).Configuration!)];

    [Fact]
    public void Every_meter_of_the_file_is_polled_as_the_file_says()
    {
        Assert.Equal(["main", "solar-1", "battery-1", "chargePoint-1", "building-1"], plan.Select(m => m.Id));
        Assert.Equal([MeterRole.Grid, MeterRole.Solar, MeterRole.Battery, MeterRole.Charger, MeterRole.Building], plan.Select(m => m.Role));
        Assert.Equal(["sdm630", "sunspec", "sunspec", "pzem-016", "custom"], plan.Select(m => m.Device.Id));
        Assert.Equal(
            [
                new MeterAddress.Tcp("192.168.1.50", 502),
                new MeterAddress.SerialLine(new("/dev/rs485", 9600, SerialFormat.EightNoneOne)),
                new MeterAddress.RtuOverTcp("192.168.1.51", 4196),
                new MeterAddress.Tcp("192.168.1.52", 502),
                new MeterAddress.Tcp("192.168.1.53", 502),
            ],
            plan.Select(m => m.Address));
        Assert.Equal([1, 3, 4, 1, 1], plan.Select(m => (int)m.Unit));
        Assert.Equal([1, 5, 5, 5, 5], plan.Select(m => (int)m.Every.TotalSeconds));
        Assert.Equal([TimeSpan.FromSeconds(1), null, null, null, null], plan.Select(m => m.Patience));
    }

    [Fact]
    public void How_a_meter_is_built_in_goes_along()
    {
        Assert.Equal([Phase.L1, Phase.L2, Phase.L3], plan[0].Wiring.Phases.ToArray());
        Assert.Equal([Phase.L2], plan[1].Wiring.Phases.ToArray());
        Assert.Equal(ClampDirection.Import, plan[3].Wiring.Direction);
        Assert.Equal([Phase.L2], plan[4].Wiring.Reversed.ToArray());
        Assert.Equal(40, plan[4].Wiring.Ratio);
    }

    [Fact]
    public void A_custom_device_is_read_by_its_description() =>
        Assert.Equal(
            [
                new Register(Quantity.Current, Phase.L1, RegisterTable.Input, 12, RegisterType.Float32, WordOrder.ABCD, 1),
                new Register(Quantity.Power, Phase.Total, RegisterTable.Input, 52, RegisterType.Int32, WordOrder.CDAB, 0.1),
            ],
            plan[4].Device.Registers.ToArray());

    [Fact]
    public void Clamps_without_voltage_take_the_connections()
    {
        const string json = """
            { "siteId": "a", "grid": { "voltageV": 240 }, "meters": [ { "role": "grid", "device": "sdm630", "tcp": "a:1" }, { "role": "building", "device": "sdm630", "tcp": "b:1", "wiring": { "voltageV": 231 } } ] }
            """;

        Assert.Equal([240m, 231m], MeterPlan.From(Files.Read(json).Configuration!).Select(m => m.Wiring.NominalVoltage.Value));
    }
}
