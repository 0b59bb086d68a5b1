using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Framing;

public sealed class MbapFramingTests
{
    private static readonly Question Asked = new(0x11, ModbusRequest.ReadHolding(4, 1), 0x1501);
    private const string Answer = "15 01 00 00 00 05 11 03 02 00 05";

    [Fact]
    public void The_header_is_that_of_the_messaging_guide()
    {
        byte[] frame = new byte[ModbusLimits.TcpFrame];

        Assert.Equal(Site.Hex("15 01 00 00 00 06 11 03 00 04 00 01"), frame[..new MbapFraming().Write(Asked, frame)]);
    }

    [Theory]
    [InlineData("clean", "")]
    [InlineData("a late answer to the question before", "15 00 00 00 00 05 11 03 02 00 09")]
    [InlineData("garbage", "FF FE 01 02 03")]
    [InlineData("a header that promises too much", "15 00 00 00 00 40 11 03")]
    [InlineData("a length that lies", "15 01 00 00 FF 05 11 03")]
    public void The_answer_is_found(string what, string before)
    {
        FrameRead read = new MbapFraming().Read(Asked, Site.Hex(before + Answer));

        Assert.True(read.Reply is not null, what);
        Assert.Equal([5], Site.Words(read.Reply));
    }

    [Theory]
    [InlineData("00")]
    [InlineData("FF")]
    public void A_device_without_unit_ids_may_answer_with_none(string unit) =>
        Assert.Equal([5], Site.Words(new MbapFraming().Read(Asked, Site.Hex($"15 01 00 00 00 05 {unit} 03 02 00 05")).Reply!));

    [Theory]
    [InlineData(Silence.Nothing, "")]
    [InlineData(Silence.HalfFrame, "15 01 00 00 00 05 11 03")]
    [InlineData(Silence.OtherQuestion, "15 00 00 00 00 05 11 03 02 00 05")]
    [InlineData(Silence.OtherQuestion, "15 01 00 00 00 07 11 03 04 00 05 00 06")]
    [InlineData(Silence.WrongUnit, "15 01 00 00 00 05 12 03 02 00 05")]
    [InlineData(Silence.LengthLies, "15 01 00 00 FF 05 11 03 02 00 05")]
    [InlineData(Silence.Noise, "48 54 54 50 2F 31 2E 31 20 34")]
    public void What_is_no_answer_has_a_name(Silence why, string received)
    {
        FrameRead read = new MbapFraming().Read(Asked, Site.Hex(received));

        Assert.Null(read.Reply);
        Assert.Equal(why, read.SoFar.Why);
    }
}
