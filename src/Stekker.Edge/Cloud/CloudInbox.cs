using Stekker.Edge.Cloud.Commands;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Cloud;

/// <summary>What stands of a document that came down; retained at the broker.</summary>
/// <param name="Topic">Below the site.</param>
/// <param name="Acknowledged">Done once the broker has it; null for nothing.</param>
public sealed record CloudState(string Topic, ReadOnlyMemory<byte> Payload, Action? Acknowledged = null);

/// <summary>Takes one kind of what comes down.</summary>
public interface ICloudDesk
{
    /// <param name="topic">Below the site.</param>
    bool Takes(string topic);

    /// <summary>Applies a document, or refuses it whole.</summary>
    /// <returns>What stands now, to be told.</returns>
    Task<IEnumerable<CloudState>> TakeAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel);

    /// <summary>All that stands: told anew on each line.</summary>
    IEnumerable<CloudState> States();

    /// <summary>Each second.</summary>
    /// <returns>What has changed by itself, to be told.</returns>
    Task<IEnumerable<CloudState>> LookAsync(CancellationToken cancel);
}

/// <summary>Brings what comes down to those it is for.</summary>
internal sealed partial class CloudInbox(IReadOnlyList<ICloudDesk> desks, CloudCommands commands, OcppLogWishes logs, ILogger<CloudInbox> log) : IDisposable
{
    private readonly List<Task> underWay = [];

    /// <summary>Before the first line.</summary>
    public async Task StartAsync(CancellationToken cancel) =>
        underWay.AddRange((await commands.EndInterruptedAsync(cancel).ConfigureAwait(false)).Select(SafelyAsync));

    /// <summary>Each second.</summary>
    public async Task<IEnumerable<CloudState>> LookAsync(Now now, CancellationToken cancel)
    {
        logs.EndWhatIsOver(now);
        underWay.RemoveAll(t => t.IsCompleted);
        List<CloudState> changed = [];
        foreach (ICloudDesk desk in desks)
        {
            changed.AddRange(await desk.LookAsync(cancel).ConfigureAwait(false));
        }

        return changed;
    }

    public IEnumerable<CloudState> States() => desks.SelectMany(d => d.States());

    /// <param name="topic">Below the site; null where it is another site's.</param>
    public async Task<IEnumerable<CloudState>> TakeAsync(string? topic, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        if (topic?.Split('/') is [CloudTopics.Commands, var id])
        {
            // Not waited for: a charger may take half a minute to answer.
            underWay.Add(CarryOutAsync(id, payload, cancel));
            return [];
        }

        if (topic is not null && desks.FirstOrDefault(d => d.Takes(topic)) is { } desk)
        {
            return await desk.TakeAsync(topic, payload, cancel).ConfigureAwait(false);
        }

        LogStrange(log, topic ?? "another site's topic");
        return [];
    }

    /// <summary>Commands under way are waited for; they see the cancelling.</summary>
    public Task EndAsync() => Task.WhenAll(underWay);

    public void Dispose()
    {
        logs.Dispose();
        commands.Dispose();
    }

    private Task CarryOutAsync(string id, ReadOnlyMemory<byte> payload, CancellationToken cancel) => SafelyAsync(commands.TakeAsync(id, payload, cancel), id);

    private Task SafelyAsync(Task resumed) => SafelyAsync(resumed, "that was under way");

    private async Task SafelyAsync(Task carriedOut, string id)
    {
        try
        {
            await carriedOut.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or Loop.SiteStoppedException)
        {
            // Stopping: answered as interrupted after the start.
        }
#pragma warning disable CA1031 // One command's mistake of ours costs that command; it is answered as interrupted after the next start.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogMistake(log, e, id);
        }
    }

    [LoggerMessage(LogLevel.Error, "Our own mistake with the cloud command {Id}")]
    private static partial void LogMistake(ILogger log, Exception e, string id);

    [LoggerMessage(LogLevel.Warning, "Cloud: a message on {Topic} is for nobody here")]
    private static partial void LogStrange(ILogger log, string topic);
}
