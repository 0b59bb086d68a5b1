using System.Reflection;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench;

/// <summary>A central system under load.</summary>
internal interface IServer : IAsyncDisposable
{
    string Name { get; }

    int ProcessId { get; }

    Uri Address(string chargePointId);
}

/// <summary>Ours: the native binary, its ledger on disk.</summary>
internal sealed class EdgeServer : IServer
{
    private readonly Site site;
    private readonly EdgeProcess process;

    private EdgeServer(Site site, EdgeProcess process)
    {
        this.site = site;
        this.process = process;
    }

    public string Name => "stekker-edge";

    public int ProcessId => process.Id;

    public static async Task<IServer> StartAsync()
    {
        Site site = new("accept");
        site.Configuration["ocpp"]!["maxConnectionsPerAddress"] = 10_000;
        site.Configuration["cards"]!["unknown"] = "accept";
        return new EdgeServer(site, await EdgeProcess.StartAsync(site));
    }

    public Uri Address(string chargePointId) => site.Ocpp(chargePointId);

    public async ValueTask DisposeAsync()
    {
        await process.StopAsync();
        await process.DisposeAsync();
        site.Dispose();
    }
}

/// <summary>Theirs: the ocpp-rpc library's server on Node, which checks the same schemas and stores nothing.</summary>
internal sealed class NodeServer : IServer
{
    private static readonly string Folder =
        typeof(NodeServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NodeFolder").Value!;

    private readonly ChildProcess process;
    private readonly int port;

    private NodeServer(ChildProcess process, int port)
    {
        this.process = process;
        this.port = port;
    }

    public string Name => "Node ocpp-rpc";

    public int ProcessId => process.Id;

    public static async Task<IServer> StartAsync()
    {
        int port = Ports.Free();
        ChildProcess process = ChildProcess.Start("node", [Path.Combine(Folder, "server.mjs"), $"{port}"], Folder);
        await process.Output.TakeAsync(l => l.StartsWith("listening", StringComparison.Ordinal), "line 'listening'");
        return new NodeServer(process, port);
    }

    public Uri Address(string chargePointId) => new($"ws://127.0.0.1:{port}/ocpp/{chargePointId}");

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
