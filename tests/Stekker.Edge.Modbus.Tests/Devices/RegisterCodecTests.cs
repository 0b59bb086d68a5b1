using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Tests.Devices;

public sealed class RegisterCodecTests
{
    public static TheoryData<RegisterType, WordOrder, ushort[], double> Table => new()
    {
        { RegisterType.Int16, WordOrder.ABCD, [0xFFFE], -2 },
        { RegisterType.Int16, WordOrder.BADC, [0xFEFF], -2 },
        { RegisterType.UInt16, WordOrder.CDAB, [0xFFFE], 65534 },
        { RegisterType.Int32, WordOrder.ABCD, [0x0001, 0x0002], 65538 },
        { RegisterType.Int32, WordOrder.CDAB, [0x0002, 0x0001], 65538 },
        { RegisterType.Int32, WordOrder.BADC, [0x0100, 0x0200], 65538 },
        { RegisterType.Int32, WordOrder.DCBA, [0x0200, 0x0100], 65538 },
        { RegisterType.Int32, WordOrder.ABCD, [0xFFFF, 0xFFFF], -1 },
        { RegisterType.UInt32, WordOrder.ABCD, [0x8000, 0x0000], 2147483648 },
        { RegisterType.Int64, WordOrder.ABCD, [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFD], -3 },
        { RegisterType.Int64, WordOrder.CDAB, [0x0004, 0x0003, 0x0002, 0x0000], 0x0002_0003_0004 },
        { RegisterType.UInt64, WordOrder.DCBA, [0x0400, 0x0300, 0x0000, 0x0000], 0x0003_0004 },
        { RegisterType.Float32, WordOrder.ABCD, [0x4366, 0x3333], 230.2f },
        { RegisterType.Float32, WordOrder.CDAB, [0x3333, 0x4366], 230.2f },
        { RegisterType.Float32, WordOrder.BADC, [0x6643, 0x3333], 230.2f },
        { RegisterType.Float32, WordOrder.DCBA, [0x3333, 0x6643], 230.2f },
        { RegisterType.Float64, WordOrder.ABCD, [0x40F8, 0x6A00, 0x0000, 0x0000], 100000 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Words_become_the_number_and_back(RegisterType type, WordOrder order, ushort[] words, double value)
    {
        Assert.Equal(value, RegisterCodec.Decode(words, type, order));

        ushort[] back = new ushort[type.Words()];
        RegisterCodec.Encode(value, type, order, back);
        Assert.Equal(words, back);
    }

    public static TheoryData<RegisterType, ushort[]> NotAvailable => new()
    {
        { RegisterType.Int16, [0x8000] },
        { RegisterType.Int16, [0x7FFF] },
        { RegisterType.UInt16, [0xFFFF] },
        { RegisterType.Int32, [0x8000, 0x0000] },
        { RegisterType.Int32, [0x7FFF, 0xFFFF] },
        { RegisterType.UInt32, [0xFFFF, 0xFFFF] },
        { RegisterType.Int64, [0x8000, 0, 0, 0] },
        { RegisterType.UInt64, [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF] },
        { RegisterType.Float32, [0x7FC0, 0x0000] },
        { RegisterType.Float32, [0x7F80, 0x0000] },
        { RegisterType.Float64, [0x7FF8, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(NotAvailable))]
    public void A_not_available_pattern_is_missing_and_not_zero(RegisterType type, ushort[] words) => Assert.Null(RegisterCodec.Decode(words, type, WordOrder.ABCD));

    [Fact]
    public void Every_type_and_order_comes_back_whatever_the_number()
    {
        Random random = new(7);
        foreach (RegisterType type in Enum.GetValues<RegisterType>())
        {
            foreach (WordOrder order in Enum.GetValues<WordOrder>())
            {
                for (int i = 0; i < 200; i++)
                {
                    double value = random.Next(type.IsSigned() ? -30_000 : 0, 30_000);
                    ushort[] words = new ushort[type.Words()];
                    RegisterCodec.Encode(value, type, order, words);
                    Assert.Equal(value, RegisterCodec.Decode(words, type, order));
                    RegisterCodec.Encode(null, type, order, words);
                    Assert.Null(RegisterCodec.Decode(words, type, order));
                }
            }
        }
    }
}
