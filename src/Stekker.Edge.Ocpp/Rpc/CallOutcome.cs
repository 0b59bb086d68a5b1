namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>
/// How a CALL of ours ended. A refusal is an answer like any other: chargers answer CALLERROR to what they do not know,
/// and that says nothing against the line.
/// </summary>
public abstract record CallOutcome
{
    private CallOutcome()
    {
    }

    public sealed record Answered<TResponse>(TResponse Response) : CallOutcome
        where TResponse : IOcppMessage;

    /// <summary>The answer to a raw call: the payload as it came, checked against the schema.</summary>
    public sealed record AnsweredRaw(ReadOnlyMemory<byte> Payload) : CallOutcome;

    /// <summary>A CALLERROR, its code as the peer spelled it.</summary>
    public sealed record Refused(string Code, string Description) : CallOutcome;

    /// <summary>A CALLRESULT that breaks the specification; what it meant cannot be known.</summary>
    public sealed record InvalidAnswer(string Description) : CallOutcome;

    public sealed record TimedOut : CallOutcome;

    public sealed record Disconnected : CallOutcome;

    public sealed record NotSent(NotSentReason Reason, string Description) : CallOutcome;

    /// <summary>The response when there is one: `if (outcome.TryGet(out ResetResponse? response))`.</summary>
    public bool TryGet<TResponse>([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TResponse? response)
        where TResponse : class, IOcppMessage
    {
        response = (this as Answered<TResponse>)?.Response;
        return response is not null;
    }
}

public enum NotSentReason
{
    QueueFull,
    InvalidPayload,
    UnknownAction,
    WrongDirection,
}
