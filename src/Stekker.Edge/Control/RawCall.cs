using System.Text;
using System.Text.Json;
using Stekker.Edge.Ocpp.Rpc;

namespace Stekker.Edge.Control;

/// <summary>An installer's own OCPP call, said to a charger as it is and answered as it comes.</summary>
internal static class RawCall
{
    public static async Task<Answer<CallAnswer>> SendAsync(IDaemon daemon, string chargePointId, CallAsked call, CancellationToken cancel)
    {
        if (call.Payload.ValueKind != JsonValueKind.Object)
        {
            return new No(Denial.NotUnderstood, $"the payload of {call.Action} is a JSON object, such as {{}} or {{\"type\":\"Soft\"}}");
        }

        if (daemon.CallRawAsync(chargePointId, call.Action, Encoding.UTF8.GetBytes(call.Payload.GetRawText()), cancel) is not { } calling)
        {
            return new No(Denial.NotPossible, $"{chargePointId} is not connected; 'stekker-edge status' shows who is");
        }

        return await calling switch
        {
            CallOutcome.AnsweredRaw answered => new CallAnswer(Result: Parsed(answered.Payload)),
            CallOutcome.Refused refused => new CallAnswer(Error: new CallError(refused.Code, refused.Description)),
            CallOutcome.InvalidAnswer invalid => new No(Denial.NoAnswer, $"{chargePointId} answered against the specification: {invalid.Description}"),
            CallOutcome.TimedOut => new No(Denial.NoAnswer, $"{chargePointId} did not answer {call.Action} in time"),
            CallOutcome.Disconnected => new No(Denial.NoAnswer, $"the line to {chargePointId} was lost before it answered"),
            CallOutcome.NotSent { Reason: NotSentReason.QueueFull } full => new No(Denial.Unavailable, $"{chargePointId} is too busy: {full.Description}"),
            CallOutcome.NotSent not => new No(Denial.NotUnderstood, $"{call.Action} was not sent to {chargePointId}: {not.Description}"),
            CallOutcome other => throw new Core.Site.InvariantBrokenException($"no words for {other.GetType().Name}"),
        };
    }

    private static JsonElement Parsed(ReadOnlyMemory<byte> payload)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }
}
