using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Hosting;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cli.Running;

/// <summary>The daemon.</summary>
internal static class RunCommand
{
    public static Command Definition => new(
        "run",
        "runs the site, until it is stopped",
        [],
        [
            new Option("--config", "FILE", "the site's configuration; without it an empty site, where each charger waits to be accepted"),
            SiteOptions.Data,
            new Option("--log", "FILE", "also writes the log to a file, of two megabytes at most (else log.file of the configuration)"),
        ],
        RunAsync)
    {
        Details = "Stop it with Ctrl+C or a TERM signal: what is under way is written down first. Chargers go on charging meanwhile.\n"
            + "Exit code 3: the site's loop hung, and the process ended itself to be started again.",
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        SiteConfiguration configuration = call.Configuration();
        using ServiceManager manager = ServiceManager.From(call.Terminal.Environ);
        try
        {
            await using Daemon daemon = await Daemon.StartAsync(
                new DaemonOptions(configuration, call.DataDirectory(), call.Terminal.Out, call.Text("--log") ?? configuration.Log.File, manager), TimeProvider.System);
            TaskCompletionSource asked = new();
            using CancellationTokenRegistration stop = cancel.Register(asked.SetResult);
            Task ended = await Task.WhenAny(daemon.Stopped, asked.Task);
            await ended;
            return ended == asked.Task ? ExitCode.Done : throw new CommandFailedException("the site's loop ended by itself");
        }
        catch (Exception e) when (e is LedgerUnavailableException or IOException or InvariantBrokenException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(e.Message);
        }
    }
}
