using System.Net;
using System.Net.WebSockets;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>How a charge point reaches its central system: a real socket, or in a test a pair of pipes.</summary>
public interface ICentralSystemDialer
{
    ValueTask<DialOutcome> DialAsync(CancellationToken cancellationToken);
}

public abstract record DialOutcome
{
    private DialOutcome()
    {
    }

    /// <summary>The subprotocol is the one the central system chose; empty when it chose none.</summary>
    public sealed record Connected(WebSocket Socket, string Subprotocol) : DialOutcome;

    /// <summary>There is a central system, and it will not have us: 401 wrong password, 404 unknown id.</summary>
    public sealed record Refused(HttpStatusCode Status) : DialOutcome;

    public sealed record Unreachable(string Description) : DialOutcome;
}
