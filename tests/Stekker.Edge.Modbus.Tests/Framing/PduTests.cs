using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Framing;

/// <summary>The examples of the Modbus Application Protocol V1.1b3, sections 6.1 to 6.12.</summary>
public sealed class PduTests
{
    public static TheoryData<string, string, string> Examples => new()
    {
        { "6.1 coils 20-38", "01 00 13 00 13", "01 03 CD 6B 05" },
        { "6.2 discrete inputs 197-218", "02 00 C4 00 16", "02 03 AC DB 35" },
        { "6.3 holding registers 108-110", "03 00 6B 00 03", "03 06 02 2B 00 00 00 64" },
        { "6.4 input register 9", "04 00 08 00 01", "04 02 00 0A" },
        { "6.5 coil 173 on", "05 00 AC FF 00", "05 00 AC FF 00" },
        { "6.6 register 2", "06 00 01 00 03", "06 00 01 00 03" },
        { "6.11 coils 20-29", "0F 00 13 00 0A 02 CD 01", "0F 00 13 00 0A" },
        { "6.12 registers 2-3", "10 00 01 00 02 04 00 0A 01 02", "10 00 01 00 02" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_specifications_example_is_written_read_and_answered(string example, string request, string answer)
    {
        (ModbusRequest? read, ExceptionCode? refusal) = RequestPdu.Read(Site.Hex(request));
        Assert.True(read is not null && refusal is null, example);

        byte[] written = new byte[ModbusLimits.Pdu];
        Assert.Equal(Site.Hex(request), written[..Pdu.Write(read, written)]);

        ModbusReply? reply = Pdu.ReadAnswer(read, Site.Hex(answer));
        Assert.NotNull(reply);
        byte[] answered = new byte[ModbusLimits.Pdu];
        Assert.Equal(Site.Hex(answer), answered[..AnswerPdu.Write((byte)read.Function, read, reply, answered)]);
        Assert.Equal(Site.Hex(answer).Length, Pdu.AnswerLength(read));
    }

    [Theory]
    [InlineData("01 04 A1 07 D1", ExceptionCode.IllegalDataValue)]
    [InlineData("03 00 00 00 00", ExceptionCode.IllegalDataValue)]
    [InlineData("03 00 00 00 7E", ExceptionCode.IllegalDataValue)]
    [InlineData("03 FF FF 00 02", ExceptionCode.IllegalDataAddress)]
    [InlineData("05 00 AC 12 34", ExceptionCode.IllegalDataValue)]
    [InlineData("10 00 01 00 02 03 00 0A 01", ExceptionCode.IllegalDataValue)]
    [InlineData("2B 0E 01 00", ExceptionCode.IllegalFunction)]
    [InlineData("03 00 00", ExceptionCode.IllegalDataValue)]
    public void A_bad_request_gets_the_specifications_exception(string request, ExceptionCode code) =>
        Assert.Equal(code, RequestPdu.Read(Site.Hex(request)).Refusal);

    [Theory]
    [InlineData("83 02")]
    [InlineData("83 0B")]
    public void An_exception_is_a_refusal(string answer) =>
        Assert.Equal((ExceptionCode)Site.Hex(answer)[1], Assert.IsType<ModbusReply.Refused>(Pdu.ReadAnswer(ModbusRequest.ReadHolding(0, 2), Site.Hex(answer))).Code);

    [Theory]
    [InlineData("03 04 00 01 00")]
    [InlineData("03 02 00 01 00 02")]
    [InlineData("04 04 00 01 00 02")]
    [InlineData("84 02")]
    [InlineData("")]
    public void What_answers_something_else_is_no_answer(string answer) => Assert.Null(Pdu.ReadAnswer(ModbusRequest.ReadHolding(0, 2), Site.Hex(answer)));

    [Fact]
    public void Every_exception_says_what_to_look_at()
    {
        for (int code = 0; code < 256; code++)
        {
            string words = ExceptionWords.Of((ExceptionCode)code, 3, ModbusRequest.ReadHolding(10, 4));
            Assert.Contains("unit 3", words, StringComparison.Ordinal);
        }

        Assert.Equal("the gateway got no answer from unit 3: check wiring A/B, unit id, speed and parity", ExceptionWords.Of(ExceptionCode.GatewayTargetSilent, 3));
        Assert.Contains("registers 10 to 13", ExceptionWords.Of(ExceptionCode.IllegalDataAddress, 3, ModbusRequest.ReadHolding(10, 4)), StringComparison.Ordinal);
    }
}
