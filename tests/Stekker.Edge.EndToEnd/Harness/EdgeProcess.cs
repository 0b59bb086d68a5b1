namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>The daemon, running on a site's files until it is stopped or killed.</summary>
internal sealed class EdgeProcess : IAsyncDisposable
{
    private readonly ChildProcess process;

    private EdgeProcess(ChildProcess process) => this.process = process;

    public int Id => process.Id;

    public Task<int> Exited => process.Exited;

    /// <summary>Starts the daemon and returns once it says that it listens for chargers.</summary>
    public static Task<EdgeProcess> StartAsync(Site site) => ListeningAsync(site, Launch(site));

    /// <summary>Starts the daemon by a command of the caller's, such as another user's or another binary's, on a site that is written already.</summary>
    /// <param name="command">A program and its arguments, to which the daemon's are added.</param>
    public static Task<EdgeProcess> StartAsync(Site site, params string[] command) => ListeningAsync(site, Launch(site, command));

    /// <summary>Starts the daemon without waiting for it: it may be one that has to fail.</summary>
    public static EdgeProcess Launch(Site site)
    {
        site.Write();
        return Launch(site, EdgeBinary.Location);
    }

    /// <summary>SIGKILL, and its death awaited.</summary>
    public async Task KillAsync()
    {
        KillNow();
        await process.Exited.OrFail("the killed daemon's death");
    }

    /// <summary>SIGKILL on the caller's own thread, at this very moment.</summary>
    public void KillNow() => process.Kill();

    /// <summary>SIGTERM, as an init system stops it.</summary>
    public async Task<CliResult> StopAsync()
    {
        await process.TerminateAsync();
        return await EndAsync();
    }

    public async Task<CliResult> EndAsync()
    {
        int code = await process.Exited.OrFail("the daemon's end", process.Told);
        return new CliResult(code, process.Output.Told(), process.Errors.Told());
    }

    public string Told() => process.Told();

    /// <summary>A line of its log with these words, past or future; each line is found once.</summary>
    public Task<string> SaidAsync(string words) => process.Output.TakeAsync(line => line.Contains(words, StringComparison.Ordinal), $"line with '{words}'");

    /// <summary>How many lines with these words there are by now.</summary>
    public int Times(string words) => process.Output.All.Count(line => line.Contains(words, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task<EdgeProcess> ListeningAsync(Site site, EdgeProcess edge)
    {
        string listening = $"ws://127.0.0.1:{site.OcppPort}/ocpp/";
        await edge.process.Output.TakeAsync(line => line.Contains(listening, StringComparison.Ordinal), $"line with '{listening}'");
        return edge;
    }

    private static EdgeProcess Launch(Site site, params string[] command) =>
        new(ChildProcess.Start(command[0], [.. command[1..], "run", "--config", site.ConfigurationFile, "--data", site.Data]));
}
