using Stekker.Edge.CentralSystem;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp.Rpc;

namespace Stekker.Edge.Control;

/// <summary>The running site: its loop, and its chargers' lines.</summary>
public sealed class DaemonSite(SiteLoop loop, ChargePointLines lines) : ISite, IDaemon
{
    private readonly TimeSpan startedAt = loop.Clock.Read().Elapsed;

    public SiteState Snapshot => loop.Snapshot;

    public Now Now => loop.Clock.Read();

    public TimeSpan Uptime => Now.Elapsed - startedAt;

    public Task<Reply> AskAsync(Func<RequestId, SiteEvent.Asked> make, CancellationToken cancel) => loop.AskAsync(make, cancel);

    /// <summary>Null for a site without a cloud; set once before the site is served.</summary>
    public Cloud.CloudRoom? Cloud { private get; set; }

    public Cloud.CloudStanding? CloudStanding => Cloud?.Standing;

    /// <summary>Set once before the site is served.</summary>
    internal Hosting.Upkeep.BoxCare? Care { private get; set; }

    public Hosting.Upkeep.BoxStanding? Box => Care?.Standing;

    internal Updating.Updates? Updates { private get; set; }

    public string? UpdateStanding => Updates?.Standing;

    public Task<CallOutcome>? CallRawAsync(string chargePointId, string action, ReadOnlyMemory<byte> payload, CancellationToken cancel) =>
        lines.CallRawAsync(chargePointId, action, payload, cancel);
}
