using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Framing;

public sealed class Crc16Tests
{
    [Theory]
    [InlineData("01 03 00 00 00 0A C5 CD")]
    [InlineData("11 03 00 6B 00 03 76 87")]
    [InlineData("01 04 00 00 00 01 31 CA")]
    [InlineData("02 07 41 12")]
    public void A_frame_everyone_knows_has_its_checksum(string frame)
    {
        byte[] bytes = Site.Hex(frame);

        Assert.True(Crc16.Holds(bytes));
        bytes[1] ^= 0x10;
        Assert.False(Crc16.Holds(bytes));
    }

    [Fact]
    public void The_check_value_of_CRC_16_MODBUS() => Assert.Equal(0x4B37, Crc16.Of("123456789"u8));
}
