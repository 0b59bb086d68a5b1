using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Polling;

namespace Stekker.Edge.Modbus.Tests.Polling;

public sealed class ReadPlanTests
{
    public static TheoryData<string, int[], int, int, string> Plans => new()
    {
        { "neighbours in one", [0, 2, 4], 125, 0, "0+6" },
        { "a gap is not read", [0, 4], 125, 0, "0+2 4+2" },
        { "a gap that may be read is", [0, 4], 125, 2, "0+6" },
        { "a gap too wide is not", [0, 5], 125, 2, "0+2 5+2" },
        { "no more than the device takes", [0, 2, 4, 6, 8, 10], 6, 0, "0+6 6+6" },
        { "no value is cut in two", [0, 2, 4], 5, 0, "0+4 4+2" },
        { "any order, asked in order", [10, 0, 2], 125, 0, "0+4 10+2" },
        { "the same register twice is read once", [0, 0], 125, 0, "0+2" },
        { "the end of the address space", [65534], 125, 10, "65534+2" },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void The_fewest_requests(string what, int[] addresses, int most, int gap, string plan)
    {
        IEnumerable<Register> registers = addresses.Select(static a => new Register(Quantity.Power, Phase.Total, RegisterTable.Holding, (ushort)a, RegisterType.Int32, WordOrder.ABCD, 1));

        string made = string.Join(' ', ReadPlan.Make(registers, most, gap).Select(static b => $"{b.Address}+{b.Count}"));

        Assert.True(made == plan, $"{what}: {made}");
    }

    [Theory]
    [InlineData("sdm630", 2)]
    [InlineData("em24", 9)]
    [InlineData("abb-b23", 3)]
    [InlineData("umg96rm", 1)]
    [InlineData("pac2200", 2)]
    [InlineData("huawei", 2)]
    public void A_device_is_read_in_few_requests(string id, int requests) => Assert.Equal(requests, ReadPlan.Make(DeviceCatalogue.Find(id)!).Length);

    [Fact]
    public void A_value_and_its_scale_factor_come_in_one_answer()
    {
        Register value = new(Quantity.Power, Phase.Total, RegisterTable.Holding, 10, RegisterType.Int16, WordOrder.ABCD, 1) { ScaleFactorAt = 40 };

        ReadBlock block = Assert.Single(ReadPlan.Make([value], 125, 0));

        Assert.Equal((10, 31), (block.Address, block.Count));
        Assert.False(block.HasGaps);
    }

    [Fact]
    public void No_plan_of_any_order_reads_less_than_is_asked_or_more_than_is_allowed()
    {
        Random random = new(11);
        for (int round = 0; round < 500; round++)
        {
            Register[] registers = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => new Register(
                Quantity.Power, Phase.Total, random.Next(2) == 0 ? RegisterTable.Holding : RegisterTable.Input, (ushort)random.Next(300), (RegisterType)random.Next(8), WordOrder.ABCD, 1))];
            int most = random.Next(4, 126);
            var plan = ReadPlan.Make(registers, most, random.Next(20));

            Assert.Equal(registers.Length, plan.Sum(static b => b.Registers.Length));
            Assert.All(plan, b => Assert.True(b.Count <= most && b.Registers.All(r => r.Table == b.Table && r.Address >= b.Address && r.End <= b.Address + b.Count)));
        }
    }
}
