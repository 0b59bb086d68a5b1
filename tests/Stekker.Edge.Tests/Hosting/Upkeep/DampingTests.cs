using System.Net.Sockets;
using System.Text;
using Stekker.Edge.Hosting;
using Stekker.Edge.Hosting.Upkeep;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Hosting.Upkeep;

/// <summary>A start that waits says so, and lives.</summary>
public sealed class DampingTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly VirtualTime time = new();
    private readonly List<string> said = [];

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_start_after_few_short_runs_does_not_wait()
    {
        using ServiceManager manager = ServiceManager.From(_ => null);

        Assert.True(await Damping.WaitAsync(2, manager, time, said.Add, CancellationToken.None).OrFail());

        Assert.Empty(said);
    }

    [Fact]
    public async Task It_tells_systemd_that_it_is_ready_and_alive_while_it_waits()
    {
        string address = directory.File("notify");
        using Socket ear = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        ear.Bind(new UnixDomainSocketEndPoint(address));
        using ServiceManager manager = ServiceManager.From(name => name switch { "NOTIFY_SOCKET" => address, "WATCHDOG_USEC" => "15000000", _ => null });

        // Seven short runs: 80 s, told in steps of a third of the 15 s after which systemd would lose its patience.
        Task<bool> waiting = Damping.WaitAsync(7, manager, time, said.Add, CancellationToken.None);
        Assert.Equal("READY=1", Heard(ear));
        for (int step = 0; step < 16; step++)
        {
            Assert.Equal("WATCHDOG=1", Heard(ear));
            await time.TimerDueIn(TimeSpan.FromSeconds(5)).OrFail();
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.True(await waiting.OrFail());
        Assert.Contains("7 runs ended within 10 minutes each: waiting 80 s", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(0, ear.Available);
    }

    [Fact]
    public async Task A_stop_ends_the_wait()
    {
        using ServiceManager manager = ServiceManager.From(_ => null);
        using CancellationTokenSource stop = new();
        Task<bool> waiting = Damping.WaitAsync(100, manager, time, said.Add, stop.Token);

        await stop.CancelAsync();

        Assert.False(await waiting.OrFail());
    }

    private static string Heard(Socket ear)
    {
        byte[] bytes = new byte[64];
        return Encoding.ASCII.GetString(bytes, 0, ear.Receive(bytes));
    }
}
