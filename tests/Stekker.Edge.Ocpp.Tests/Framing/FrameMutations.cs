using System.Text;
using Stekker.Edge.Ocpp.Tests.V16;

namespace Stekker.Edge.Ocpp.Tests.Framing;

internal static class FrameMutations
{
    private static readonly string[] Snippets =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "null", "true", "1e999", "-0", "0.1", "{\"a\":1,\"a\":2}", "[[[[[[[[[[[[[[[[[[", "é", "😀", "\"connectorId\":1,", "\n"];

    /// <summary>A CALL and a CALLRESULT of every action, and an error.</summary>
    public static List<string> ValidFrames()
    {
        List<string> frames = ["""[4,"17","NotImplemented","No such thing",{"why":"because"}]"""];
        foreach (var action in SpecifiedField.ActionNames)
        {
            frames.Add($"[2,\"17\",\"{action}\",{SpecifiedField.Example(SpecifiedField.Of(action, isRequest: true), isFull: true).ToJsonString()}]");
            frames.Add($"[3,\"17\",{SpecifiedField.Example(SpecifiedField.Of(action, isRequest: false), isFull: true).ToJsonString()}]");
        }
        // Certificates of ten thousand characters would make every mutation hit nothing but them.
        return [.. frames.Where(frame => frame.Length < 3000)];
    }

    public static byte[] MutateBytes(byte[] frame, Random random)
    {
        List<byte> bytes = [.. frame];
        for (var times = random.Next(1, 5); times > 0 && bytes.Count > 1; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
                default:
                    var length = Math.Min(random.Next(1, 40), bytes.Count - at);
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>As above, but what comes out is UTF-8, which a WebSocket insists on.</summary>
    public static string MutateText(string frame, Random random) =>
        Encoding.UTF8.GetString(MutateBytes(Encoding.UTF8.GetBytes(frame), random));
}
