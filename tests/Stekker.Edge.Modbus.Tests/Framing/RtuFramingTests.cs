using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Framing;

public sealed class RtuFramingTests
{
    private static readonly Question Asked = new(0x11, ModbusRequest.ReadHolding(0x6B, 3), 0);
    private static readonly byte[] Request = Site.Hex("11 03 00 6B 00 03 76 87");
    private static readonly byte[] Answer = Site.Hex("11 03 06 AE 41 56 52 43 40 49 AD");

    [Fact]
    public void The_request_is_unit_PDU_and_checksum()
    {
        byte[] frame = new byte[ModbusLimits.RtuFrame];

        Assert.Equal(Request, frame[..new RtuFraming().Write(Asked, frame)]);
    }

    [Theory]
    [InlineData("clean", "")]
    [InlineData("garbage before it", "00 FF 03")]
    [InlineData("garbage that looks like it", "11 03 11")]
    [InlineData("our request comes back", "11 03 00 6B 00 03 76 87")]
    [InlineData("noise and our request", "FE 11 03 00 6B 00 03 76 87")]
    [InlineData("a frame of another unit", "12 83 02 40 34")]
    public void The_answer_is_found(string what, string before)
    {
        byte[] received = [.. Site.Hex(before), .. Answer, 0x55];

        FrameRead read = new RtuFraming().Read(Asked, received);

        Assert.Equal([0xAE41, 0x5652, 0x4340], Site.Words(read.Reply!));
        Assert.True(read.Used == received.Length - 1, what);
    }

    [Fact]
    public void An_exception_is_found() =>
        Assert.Equal(ExceptionCode.IllegalDataAddress, Assert.IsType<ModbusReply.Refused>(new RtuFraming().Read(Asked, Framed("11 83 02")).Reply).Code);

    [Theory]
    [InlineData(Silence.Nothing, "")]
    [InlineData(Silence.OnlyEcho, "11 03 00 6B 00 03 76 87")]
    [InlineData(Silence.HalfFrame, "11 03 06 AE 41")]
    [InlineData(Silence.BadChecksum, "11 03 06 AE 41 56 52 43 40 49 AE")]
    [InlineData(Silence.Noise, "A5 5A 00 17")]
    public void What_is_no_answer_has_a_name(Silence why, string received) => Assert.Equal(why, new RtuFraming().Read(Asked, Site.Hex(received)).SoFar.Why);

    [Fact]
    public void Another_units_answer_is_named_with_its_unit()
    {
        FrameRead read = new RtuFraming().Read(Asked, Framed("07 03 06 00 01 00 02 00 03"));

        Assert.Equal(new ModbusReply.NoAnswer(Silence.WrongUnit, 7), read.SoFar);
    }

    [Theory]
    [InlineData("11 03 04 00 01 00 02")]
    [InlineData("11 04 06 00 01 00 02 00 03")]
    [InlineData("11 84 02")]
    public void The_answer_to_another_question_is_not_taken(string frame) =>
        Assert.Equal(Silence.OtherQuestion, new RtuFraming().Read(Asked, Framed(frame)).SoFar.Why);

    [Fact]
    public void Every_start_of_an_answer_waits_for_the_rest()
    {
        for (int length = 0; length < Answer.Length; length++)
        {
            Assert.Null(new RtuFraming().Read(Asked, Answer.AsSpan(0, length)).Reply);
        }
    }

    [Fact]
    public void A_single_write_is_answered_by_its_copy_and_behind_an_echo_by_the_second()
    {
        Question write = new(0x11, ModbusRequest.WriteRegister(1, 3), 0);
        byte[] frame = new byte[ModbusLimits.RtuFrame];
        frame = frame[..new RtuFraming().Write(write, frame)];

        Assert.IsType<ModbusReply.Written>(new RtuFraming().Read(write, frame).Reply);
        Assert.Null(new RtuFraming(expectEcho: true).Read(write, frame).Reply);
        Assert.IsType<ModbusReply.Written>(new RtuFraming(expectEcho: true).Read(write, (byte[])[.. frame, .. frame]).Reply);
    }

    private static byte[] Framed(string body)
    {
        byte[] frame = [.. Site.Hex(body), 0, 0];
        Crc16.Append(frame, frame.Length - 2);
        return frame;
    }
}
