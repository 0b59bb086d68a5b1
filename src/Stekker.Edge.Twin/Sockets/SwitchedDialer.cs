using Stekker.Edge.Ocpp.ChargePoint;

namespace Stekker.Edge.Twin.Sockets;

/// <summary>A network cable that can be pulled out.</summary>
internal sealed class SwitchedDialer(ICentralSystemDialer cable) : ICentralSystemDialer
{
    private volatile bool isOut;

    public bool IsOut
    {
        get => isOut;
        set => isOut = value;
    }

    public ValueTask<DialOutcome> DialAsync(CancellationToken cancellationToken) =>
        isOut ? ValueTask.FromResult<DialOutcome>(new DialOutcome.Unreachable("the cable is out")) : cable.DialAsync(cancellationToken);
}
