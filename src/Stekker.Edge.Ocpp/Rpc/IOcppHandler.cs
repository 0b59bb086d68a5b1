using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>Answers the peer's CALLs. Called for one at a time, in the order they came.</summary>
public interface IOcppHandler
{
    /// <summary>The token ends with the connection: an answer then reaches nobody, and the peer will ask again.</summary>
    ValueTask<OcppAnswer> HandleAsync(OcppAction action, IOcppMessage request, CancellationToken cancellationToken);
}

/// <summary>What a handler answers: a response, or an error of the specification.</summary>
public sealed record OcppAnswer
{
    private OcppAnswer(IOcppMessage? response, OcppErrorCode code, string description, Action? afterSent)
    {
        Response = response;
        Code = code;
        Description = description;
        AfterSent = afterSent;
    }

    public IOcppMessage? Response { get; }

    public OcppErrorCode Code { get; }

    public string Description { get; }

    /// <summary>Done once the answer is on its way: what a request asked to happen next (a reset, a triggered message).</summary>
    internal Action? AfterSent { get; }

    public static OcppAnswer Of(IOcppMessage response, Action? afterSent = null) => new(response, OcppErrorCode.GenericError, "", afterSent);

    public static OcppAnswer Error(OcppErrorCode code, string description) => new(null, code, description, null);
}
