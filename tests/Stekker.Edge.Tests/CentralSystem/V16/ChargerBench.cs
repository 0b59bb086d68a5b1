using Stekker.Edge.Ocpp;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem.V16;

/// <summary>Our end of a line, and a charger at the other.</summary>
internal sealed class ChargerBench : IDisposable
{
    private readonly OcppPeer other;
    private readonly Task[] running;

    public ChargerBench(TestCharger charger)
    {
        Charger = charger;
        Peer = new OcppPeer(Wire.Server, Ocpp16.Dialect, OcppRole.CentralSystem, charger, null, Time);
        other = new OcppPeer(Wire.Client, Ocpp16.Dialect, OcppRole.ChargePoint, charger, null, Time);
        running = [Peer.RunAsync(CancellationToken.None), other.RunAsync(CancellationToken.None)];
    }

    public VirtualTime Time { get; } = new();

    public SocketPair Wire { get; } = new();

    public OcppPeer Peer { get; }

    public TestCharger Charger { get; }

    public void Dispose()
    {
        Peer.Abort("over");
        other.Abort("over");
        Assert.True(Task.WaitAll(running, TimeSpan.FromSeconds(20)));
        Peer.Dispose();
        other.Dispose();
        Wire.Dispose();
    }
}
