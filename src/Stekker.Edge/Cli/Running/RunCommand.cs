using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
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
        Posix.KeepOthersOut();
        ConfiguredSite site = ConfiguredSite.Of(call);
        using ServiceManager manager = ServiceManager.From(call.Terminal.Environ);
        try
        {
            while (await RunOnceAsync(call, site, manager, cancel))
            {
                // As a new process would: what was changed meanwhile, in the file or by the cloud, counts from here on.
                site = Again(call, site);
            }

            return ExitCode.Done;
        }
        catch (Exception e) when (e is LedgerUnavailableException or IOException or InvariantBrokenException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    /// <returns>True where it is to be started again.</returns>
    private static async Task<bool> RunOnceAsync(Invocation call, ConfiguredSite site, ServiceManager manager, CancellationToken cancel)
    {
        if (site.Sources?.CountStart() == false)
        {
            call.Terminal.Note("the cloud was not reached with its last configuration, however often the site was started: going back to the one before");
            return true;
        }

        DaemonOptions options = new(site.Configuration, call.DataDirectory(), call.Terminal.Out, call.Text("--log") ?? site.Configuration.Log.File, manager) { Sources = site.Sources };
        Daemon daemon;
        try
        {
            daemon = await Daemon.StartAsync(options, TimeProvider.System);
        }
        catch (IOException e) when (site.Sources is { Kept.IsOnTrial: true } sources)
        {
            // What the cloud set cannot run here (an address that is taken): back to what did.
            call.Terminal.Note($"version {sources.Kept.Applied?.Version} of the cloud's configuration does not start here, going back: {e.Message}");
            sources.Keep(sources.Kept.RolledBack("", $"the site does not start with it: {e.Message}"));
            return true;
        }

        await using (daemon)
        {
            TaskCompletionSource asked = new();
            using CancellationTokenRegistration stop = cancel.Register(asked.SetResult);
            Task ended = await Task.WhenAny(daemon.Stopped, asked.Task, daemon.RestartDue);
            await ended;
            return ended == daemon.RestartDue || (ended == asked.Task ? false : throw new CommandFailedException("the site's loop ended by itself"));
        }
    }

    /// <summary>A file that was spoilt meanwhile does not keep the site from starting again.</summary>
    private static ConfiguredSite Again(Invocation call, ConfiguredSite last)
    {
        try
        {
            return ConfiguredSite.Of(call);
        }
        catch (CommandFailedException e)
        {
            call.Terminal.Note($"{e.Message}\nThe site goes on with the configuration it had.");
            return last;
        }
    }
}
