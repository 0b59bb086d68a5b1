using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cli.Site;

/// <summary>Finds the site's desk for a command: the running daemon's where there is one, else one over the site's files.</summary>
internal static class AtDesk
{
    /// <param name="changes">False for a command that only looks: it makes no ledger where there is none.</param>
    public static async Task<int> AtDeskAsync(this Invocation call, Func<ISiteDesk, Task> work, CancellationToken cancel, bool changes = false)
    {
        string data = call.DataDirectory();
        try
        {
            using ControlClient? daemon = await ControlClient.FindAsync(data, cancel);
            if (daemon is not null)
            {
                await work(daemon);
                return ExitCode.Done;
            }

            using SiteFiles files = SiteFiles.Open(data, call.Configuration(), changes, call.Terminal);
            await work(files.Desk);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is LedgerUnavailableException or UnauthorizedAccessException or IOException)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    /// <summary>For what only the running daemon can do.</summary>
    public static Task<int> AtDaemonsDeskAsync(this Invocation call, Func<ISiteDesk, Task<int>> work, CancellationToken cancel) =>
        call.AtDaemonAsync(work, cancel);

    /// <summary>For what is not asked of a desk, but followed.</summary>
    public static async Task<int> AtDaemonAsync(this Invocation call, Func<ControlClient, Task<int>> work, CancellationToken cancel)
    {
        string data = call.DataDirectory();
        try
        {
            using ControlClient daemon = await ControlClient.FindAsync(data, cancel)
                ?? throw new CommandFailedException($"no daemon runs on {data}, and only a running one can do this: start it with 'stekker-edge run --data {data}', or name its directory with --data");
            return await work(daemon);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    /// <exception cref="UsageException">What was asked makes no sense.</exception>
    /// <exception cref="CommandFailedException">It was not done, for the reason the message says.</exception>
    public static T Expect<T>(this Answer<T> answer) => answer switch
    {
        Answer<T>.Given given => given.Value,
        Answer<T>.Denied { Denial: Denial.NotUnderstood } denied => throw new UsageException(denied.Why),
        Answer<T>.Denied denied => throw new CommandFailedException(denied.Why),
        _ => throw new InvalidOperationException(),
    };
}
