using System.Buffers;
using System.Text;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Tests.Framing;

public class FrameWriterTests
{
    [Fact]
    public void Frames_are_written_as_OCPP_J_has_them()
    {
        Assert.Equal("""[2,"a-1","Heartbeat",{}]""", Written(to => FrameWriter.Call(to, "a-1", "Heartbeat", "{}"u8)));
        Assert.Equal("""[3,"a-1",{"x":1}]""", Written(to => FrameWriter.CallResult(to, "a-1", "{\"x\":1}"u8)));
        Assert.Equal("""[4,"a-1","NotImplemented","no",{}]""", Written(to => FrameWriter.CallError(to, "a-1", "NotImplemented", "no")));
    }

    [Theory]
    [InlineData("quote\" and \\")]
    [InlineData("line\nbreak")]
    [InlineData("é€😀")]
    public void Whatever_id_a_peer_chose_comes_back_the_same(string id)
    {
        var frame = FrameReader.Read(Encoding.UTF8.GetBytes(Written(to => FrameWriter.CallResult(to, id, "{}"u8))));
        Assert.Equal(id, Assert.IsType<CallResultFrame>(frame).MessageId);
    }

    [Fact]
    public void A_description_is_cut_to_255_characters_and_not_within_one()
    {
        var text = new string('x', 253) + "😀😀😀";
        var error = Assert.IsType<CallErrorFrame>(FrameReader.Read(Encoding.UTF8.GetBytes(
            Written(to => FrameWriter.CallError(to, "1", "GenericError", text)))));
        Assert.Equal(new string('x', 253) + "…", error.Description);
    }

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>();
        write(to);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }
}
