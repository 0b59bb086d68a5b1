using System.Text.Json;
using Stekker.Edge.Cloud.Messages;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Cloud.Commands;

/// <summary>
/// Takes commands: each is noted in the ledger before it is begun and answered once, with its outcome in the outbox. One that comes again
/// (MQTT may deliver twice, a broker may keep what it should not) is recognised by its id and not done again.
/// </summary>
internal sealed partial class CloudCommands(ISite site, CommandBook book, ILogger<CloudCommands> log) : IDisposable
{
    /// <summary>Charge points are slow, and a cloud may ask for all of them at once.</summary>
    private const int MostAtOnce = 16;

    private const int LongestId = 64;

    private const int LongestPayload = 65_536;

    private readonly SemaphoreSlim room = new(MostAtOnce);

    /// <summary>Commands a restart cut short: whether they were done nobody knows, and that is what is answered.</summary>
    /// <returns>Those that outlive a restart (an update), still under way.</returns>
    public async Task<IReadOnlyList<Task>> EndInterruptedAsync(CancellationToken cancel)
    {
        List<Task> resumed = [];
        foreach (CloudCommand begun in site.Snapshot.Commands.Where(c => !c.IsEnded).ToArray())
        {
            if (book.Resume(begun.Id, cancel) is { } end)
            {
                resumed.Add(EndAsync(begun.Id, CommandBook.Update, end, cancel));
                continue;
            }

            await EndAsync(begun.Id, null, new CommandEnd(CommandOutcome.Interrupted, "the box restarted while this was under way: look whether it was done before asking again"), cancel)
                .ConfigureAwait(false);
        }

        return resumed;
    }

    public async Task TakeAsync(string id, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        if (payload.IsEmpty)
        {
            // A retained message that somebody took away.
            return;
        }

        if (id.Length is 0 or > LongestId || id.Any(char.IsControl))
        {
            LogBadId(log, id.Length, LongestId);
            return;
        }

        await room.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (await site.AskAsync(request => new SiteEvent.CommandBegun(request, id), cancel).ConfigureAwait(false) is not Reply.Done)
            {
                LogRepeated(log, id);
                return;
            }

            (CommandAsked? asked, CommandEnd? fault) = Read(payload);
            CommandEnd end = fault ?? await SafelyAsync(id, asked!, cancel).ConfigureAwait(false);
            await EndAsync(id, asked?.Command, end, cancel).ConfigureAwait(false);
            end.Afterwards?.Invoke();
        }
        finally
        {
            room.Release();
        }
    }

    public void Dispose() => room.Dispose();

    private static (CommandAsked? Asked, CommandEnd? Fault) Read(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > LongestPayload)
        {
            return (null, CommandEnd.Invalid($"a command of more than {LongestPayload} bytes"));
        }

        try
        {
            return JsonSerializer.Deserialize(payload.Span, CommandJson.Default.CommandAsked) is { } asked
                ? asked.Command is null ? (null, CommandEnd.Invalid($"command is missing: it is one of {CommandBook.Known}")) : (asked, null)
                : (null, CommandEnd.Invalid("it is null, where a JSON object is expected"));
        }
        catch (JsonException e)
        {
            return (null, CommandEnd.Invalid($"{e.Path ?? "$"}: it is not the JSON that a command is"));
        }
    }

    private async Task<CommandEnd> SafelyAsync(string id, CommandAsked asked, CancellationToken cancel)
    {
        Now now = site.Now;
        if (asked.ExpiresAt is not { } expires)
        {
            return CommandEnd.Invalid("expiresAt is missing: it is the moment after which the command is not to be done any more, such as 2026-11-28T12:00:00Z");
        }

        if (!now.UtcTrusted)
        {
            return new CommandEnd(CommandOutcome.Refused, "this box does not know the time yet, and so not whether the command is still wanted: ask again in a minute");
        }

        if (expires <= now.Utc)
        {
            return new CommandEnd(CommandOutcome.Expired, $"it came {InWords(now.Utc - expires)} after it expired");
        }

        try
        {
            return await book.ExecuteAsync(id, asked, now.Utc, cancel).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong with one command is its outcome; the box goes on.
        catch (Exception e) when (e is not (OperationCanceledException or Loop.SiteStoppedException))
#pragma warning restore CA1031
        {
            LogMistake(log, e, asked.Command);
            return new CommandEnd(CommandOutcome.NoAnswer, "a mistake of the box's own; its log says more");
        }
    }

    private async Task EndAsync(string id, string command, Task<CommandEnd> end, CancellationToken cancel) =>
        await EndAsync(id, command, await end.ConfigureAwait(false), cancel).ConfigureAwait(false);

    private async Task EndAsync(string id, string? command, CommandEnd end, CancellationToken cancel)
    {
        CommandResult result = new(
            id, command, Words.Of(end.Outcome), end.Text, SiteTimes.In(site.Snapshot.Configuration.TimeZone).Write(site.Now.Utc), end.Answer);
        string json = JsonSerializer.Serialize(result, MessageJson.Plain.CommandResult);
        await site.AskAsync(request => new SiteEvent.CommandEnded(request, id, json), cancel).ConfigureAwait(false);
        LogEnded(log, command ?? "(unreadable)", id, result.Outcome, end.Text);
    }

    private static string InWords(TimeSpan late) => late.TotalSeconds < 120 ? $"{late.TotalSeconds:0} s" : late.TotalMinutes < 120 ? $"{late.TotalMinutes:0} min" : $"{late.TotalHours:0} h";

    [LoggerMessage(LogLevel.Information, "Cloud command {Command} ({Id}): {Outcome}, {Text}")]
    private static partial void LogEnded(ILogger log, string command, string id, string outcome, string text);

    [LoggerMessage(LogLevel.Information, "Cloud command {Id} came again; it is not done twice")]
    private static partial void LogRepeated(ILogger log, string id);

    [LoggerMessage(LogLevel.Warning, "A cloud command with an id of {Length} characters was ignored: it has 1 to {Most}, none of them control characters")]
    private static partial void LogBadId(ILogger log, int length, int most);

    [LoggerMessage(LogLevel.Error, "Our own mistake with the cloud command {Command}")]
    private static partial void LogMistake(ILogger log, Exception e, string? command);
}
