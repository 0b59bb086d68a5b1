using System.Text;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Tests.Framing;

public class FrameReaderTests
{
    [Fact]
    public void A_call_gives_its_id_action_and_payload()
    {
        var call = Assert.IsType<CallFrame>(Read("""[2,"19223201","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"""));
        Assert.Equal(("19223201", "BootNotification"), (call.MessageId, call.Action));
        Assert.Equal("""{"chargePointVendor":"V","chargePointModel":"M"}""", Encoding.UTF8.GetString(call.Payload.Span));
    }

    [Fact]
    public void A_result_gives_its_id_and_payload()
    {
        var result = Assert.IsType<CallResultFrame>(Read(""" [ 3 , "7" , { "a" : 1 } ] """));
        Assert.Equal(("7", """{ "a" : 1 }"""), (result.MessageId, Encoding.UTF8.GetString(result.Payload.Span)));
    }

    [Theory]
    [InlineData("""[4,"7","NotImplemented","no",{}]""", "NotImplemented", "no")]
    [InlineData("""[4,"7","NotImplemented",""]""", "NotImplemented", "")]
    [InlineData("""[4,"7","NotImplemented"]""", "NotImplemented", "")]
    [InlineData("""[4,"7","NotImplemented",null,null]""", "NotImplemented", "")]
    [InlineData("""[4,"7","OccurrenceConstraintViolation","x",{"detail":[1]}]""", "OccurrenceConstraintViolation", "x")]
    [InlineData("""[4,"7","SomethingOfOurs","x",{}]""", "SomethingOfOurs", "x")]
    public void An_error_keeps_the_code_as_it_was_spelled(string text, string code, string description)
    {
        var error = Assert.IsType<CallErrorFrame>(Read(text));
        Assert.Equal(("7", code, description), (error.MessageId, error.Code, error.Description));
    }

    [Theory]
    [InlineData("OccurenceConstraintViolation", OcppErrorCode.OccurenceConstraintViolation)]
    [InlineData("OccurrenceConstraintViolation", OcppErrorCode.OccurenceConstraintViolation)]
    [InlineData("FormatViolation", OcppErrorCode.FormationViolation)]
    [InlineData("RpcFrameworkError", OcppErrorCode.ProtocolError)]
    [InlineData("MessageTypeNotSupported", OcppErrorCode.NotSupported)]
    [InlineData("Whatever", null)]
    public void Codes_of_both_versions_are_understood(string spelling, OcppErrorCode? code) => Assert.Equal(code, OcppErrorCodes.Read(spelling));

    [Fact]
    public void Every_code_is_spelled_as_it_is_read() =>
        Assert.All(Enum.GetValues<OcppErrorCode>(), code => Assert.Equal((code.ToString(), code), (code.Spelling(), OcppErrorCodes.Read(code.Spelling()))));

    [Theory]
    [InlineData("", "-1", true)]
    [InlineData("hello", "-1", true)]
    [InlineData("{}", "-1", true)]
    [InlineData("[]", "-1", true)]
    [InlineData("""["2","1","Heartbeat",{}]""", "-1", true)]
    [InlineData("[2]", "-1", true)]
    [InlineData("""[2,17,"Heartbeat",{}]""", "-1", true)]
    [InlineData("""[2,"","Heartbeat",{}]""", "-1", true)]
    [InlineData("""[2,"1234567890123456789012345678901234567","Heartbeat",{}]""", "-1", true)]
    [InlineData("""[2,"\ud83d","Heartbeat",{}]""", "-1", true)]
    [InlineData("""[2,"1"]""", "1", true)]
    [InlineData("""[2,"1",5,{}]""", "1", true)]
    [InlineData("""[2,"1","",{}]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat"]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",[]]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",null]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{}""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{},1]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{}]]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{}] [2,"2","Heartbeat",{}]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{"a":1,"a":2}]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{"a":1,"\u0061":2}]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{"x":[{"y":{"a":1,"b":2,"a":3}}]}]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{"x":"\ude00"}]""", "1", true)]
    [InlineData("""[2,"1","Heartbeat",{"\ud83d\n":1}]""", "1", true)]
    [InlineData("""[3,"1",[]]""", "1", false)]
    [InlineData("""[3,"1"]""", "1", false)]
    [InlineData("""[4,"1",5]""", "1", false)]
    [InlineData("""[7,"1","Heartbeat",{}]""", "-1", false)]
    [InlineData("""[-2,"1","Heartbeat",{}]""", "-1", false)]
    public void What_is_no_frame_is_told_from_what_deserves_an_answer(string text, string answerId, bool wantsAnswer)
    {
        var malformed = Assert.IsType<MalformedFrame>(Read(text));
        Assert.Equal((answerId, wantsAnswer, OcppErrorCode.FormationViolation), (malformed.AnswerId, malformed.WantsAnswer, malformed.Code));
    }

    [Theory]
    [InlineData("""[2,"1","DataTransfer",{"vendorId":"V","data":"\ud83d\ude00"}]""")]
    [InlineData("""[2,"1","DataTransfer",{"vendorId":"V","data":"\\ud83d"}]""")]
    [InlineData("""[2,"\u0031","DataTransfer",{"a":{"b":1},"c":{"b":1}}]""")]
    public void Escapes_that_are_text_are_let_through(string text) => Assert.IsType<CallFrame>(Read(text));

    [Fact]
    public void Nesting_as_deep_as_the_bound_is_read_and_one_deeper_is_not()
    {
        Assert.IsType<CallFrame>(Read(Nested(FrameReader.MaxDepth - 2)));
        Assert.IsType<MalformedFrame>(Read(Nested(FrameReader.MaxDepth - 1)));
        Assert.IsType<MalformedFrame>(Read("[2,\"1\",\"Heartbeat\"," + new string('[', 100_000)));
    }

    [Fact]
    public void An_object_with_more_keys_than_any_message_has_is_refused()
    {
        string With(int keys) => $$"""[2,"1","Heartbeat",{{{string.Join(',', Enumerable.Range(0, keys).Select(i => $"\"k{i}\":{i}"))}}}]""";
        Assert.IsType<CallFrame>(Read(With(256)));
        Assert.IsType<MalformedFrame>(Read(With(257)));
        Assert.IsType<MalformedFrame>(Read(With(40).Replace("\"k39\"", "\"k3\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_no_frame() =>
        Assert.IsType<MalformedFrame>(FrameReader.Read(new byte[] { (byte)'[', (byte)'2', (byte)',', (byte)'"', 0xff, (byte)'"', (byte)']' }));

    private static string Nested(int levels) =>
        "[2,\"1\",\"Heartbeat\",{\"a\":" + new string('[', levels) + new string(']', levels) + "}]";

    private static OcppFrame Read(string text) => FrameReader.Read(Encoding.UTF8.GetBytes(text));
}
