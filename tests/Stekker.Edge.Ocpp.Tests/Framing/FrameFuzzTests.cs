using System.Text;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Tests.V16;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.Framing;

public class FrameFuzzTests
{
    private const int Mutations = 10_000;
    private const int Seed = 20260115;

    /// <summary>Bytes turned, cut, doubled and swapped in frames of every action: never an exception, always a frame or its refusal.</summary>
    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        var random = new Random(Seed);
        var frames = FrameMutations.ValidFrames();
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = FrameMutations.MutateBytes(Encoding.UTF8.GetBytes(frames[random.Next(frames.Count)]), random);
            var thrown = Record.Exception(() => ReadAll(bytes));
            Assert.True(thrown is null, $"seed {Seed}, mutation {i}: {Encoding.UTF8.GetString(bytes)}\n{thrown}");
        }
    }

    [Fact]
    public void Every_unmutated_frame_is_read() =>
        Assert.All(FrameMutations.ValidFrames(), frame => Assert.IsNotType<MalformedFrame>(FrameReader.Read(Encoding.UTF8.GetBytes(frame))));

    private static void ReadAll(byte[] bytes)
    {
        switch (FrameReader.Read(bytes))
        {
            case CallFrame call when Ocpp16.Find(call.Action) is { } action:
                var fault = action.ReadRequest(call.Payload.Span, out var request);
                Assert.Equal(fault is null, request is not null);
                Assert.Equal(fault is null, fault?.Description is null);
                if (request is not null)
                {
                    Assert.Null(action.RequestSchema.Check(action.WriteRequest(request)));
                }
                break;
            case CallResultFrame result:
                foreach (var action in Ocpp16.Actions)
                {
                    action.ReadResponse(result.Payload.Span, out _);
                }
                break;
            default:
                break;
        }
    }
}
