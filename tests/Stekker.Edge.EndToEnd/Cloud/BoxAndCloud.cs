using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>Tests of a running box with one charge point, CP01, that has met its cloud.</summary>
public abstract class BoxAndCloud : IAsyncLifetime
{
    private Broker? broker;
    private CloudPeer? cloud;
    private EdgeProcess? edge;

    private protected Site Site { get; } = new Site().With("CP01");

    private protected Broker Broker => broker!;

    private protected CloudPeer Cloud => cloud!;

    private protected EdgeProcess Edge => edge!;

    public async Task InitializeAsync()
    {
        broker = await Broker.StartAsync(isSecure: false);
        cloud = await CloudPeer.ConnectAsync(broker);
        edge = await EdgeProcess.StartAsync(Site.WithCloud(broker));
        await cloud.TakeAsync("status", s => s.Text("state") == "online");
    }

    public async Task DisposeAsync()
    {
        foreach (IAsyncDisposable? started in (IAsyncDisposable?[])[edge, cloud, broker])
        {
            if (started is not null)
            {
                await started.DisposeAsync();
            }
        }

        Site.Dispose();
    }
}
