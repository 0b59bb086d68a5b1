using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Hosting;
using Stekker.Edge.Hosting.Upkeep;
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
            new Option("--respawned", null, "for whoever starts it again each time it ends: after some runs that soon ended, each next one waits longer, 5 minutes at most"),
            new Option("--log", "FILE", "also writes the log to a file, of two megabytes at most (else log.file of the configuration)"),
        ],
        RunAsync)
    {
        Details = "Stop it with Ctrl+C or a TERM signal: what is under way is written down first. Chargers go on charging meanwhile.\n"
            + "While it runs, run.jsonl in the data directory tells of it; a run that died is told at the next start, kept under crash/ there, and told to the cloud.\n"
            + "Exit code 3: the site's loop hung, and the process ended itself to be started again.",
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        Posix.KeepOthersOut();
        Posix.ShareOneHeap();
        using ServiceManager manager = ServiceManager.From(call.Terminal.Environ);
        using RunFile run = RunFile.Begin(call.DataDirectory(), TimeProvider.System);
        void Uncaught(object sender, UnhandledExceptionEventArgs e) => run.SayDied(CrashKind.Exception, $"{e.ExceptionObject}");
        AppDomain.CurrentDomain.UnhandledException += Uncaught;
        try
        {
            if (!call.Has("--respawned") || await Damping.WaitAsync(run.ShortRuns, manager, TimeProvider.System, call.Terminal.Complain, cancel))
            {
                await RunAsync(call, manager, run, cancel);
            }

            run.EndInOrder();
            return ExitCode.Done;
        }
        catch (Exception e) when (e is LedgerUnavailableException or IOException or UnauthorizedAccessException or CommandFailedException)
        {
            run.SayRefused(e.Message);
            throw new CommandFailedException(e.Message);
        }
        catch (InvariantBrokenException e)
        {
            run.SayDied(CrashKind.Exception, $"{e}");
            throw new CommandFailedException(e.Message);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            run.EndInOrder();
            throw;
        }
        catch (Exception e)
        {
            run.SayDied(CrashKind.Exception, $"{e}");
            throw;
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= Uncaught;
        }
    }

    private static async Task RunAsync(Invocation call, ServiceManager manager, RunFile run, CancellationToken cancel)
    {
        ConfiguredSite site = ConfiguredSite.Of(call);
        while (await RunOnceAsync(call, site, manager, run, cancel))
        {
            // As a new process would: what was changed meanwhile, in the file or by the cloud, counts from here on.
            site = Again(call, site);
        }
    }

    /// <returns>True where it is to be started again.</returns>
    private static async Task<bool> RunOnceAsync(Invocation call, ConfiguredSite site, ServiceManager manager, RunFile run, CancellationToken cancel)
    {
        if (site.Sources?.CountStart() == false)
        {
            call.Terminal.Note("the cloud was not reached with its last configuration, however often the site was started: going back to the one before");
            return true;
        }

        DaemonOptions options = new(site.Configuration, call.DataDirectory(), call.Terminal.Out, call.Text("--log") ?? site.Configuration.Log.File, manager)
        {
            Sources = site.Sources,
            Run = run,
        };
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
            return ended == daemon.Stopped ? throw new InvariantBrokenException("the site's loop ended by itself") : ended == daemon.RestartDue;
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
