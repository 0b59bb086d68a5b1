using System.Globalization;
using Stekker.Edge.Control;
using Stekker.Edge.Updating;

namespace Stekker.Edge.Cloud.Commands;

/// <summary>What each command does.</summary>
/// <param name="restart">Asks for a restart: at once (true), or when nobody charges.</param>
internal sealed class CommandBook(ISiteDesk desk, OcppLogWishes logs, string dataDirectory, Action<bool> restart, Updates updates)
{
    private const int MostBackups = 3;

    private const string BackupFolder = "backups";

    private static readonly TimeSpan LongestLog = TimeSpan.FromDays(1);

    public const string Update = "updateEdge";

    public const string Known =
        "remoteStart, remoteStop, reset, unlock, triggerMessage, updateFirmware, getDiagnostics, changeConfiguration, clearCache, ocppLog, backup, restart, updateEdge";

    /// <param name="now">The trusted time.</param>
    public async Task<CommandEnd> ExecuteAsync(string id, CommandAsked asked, DateTimeOffset now, CancellationToken cancel)
    {
        switch (asked.Command)
        {
            case "backup":
                return await BackUpAsync(now, cancel).ConfigureAwait(false);
            case "restart":
                return Restart(asked.When ?? "idle");
            case Update:
                return await UpdateAsync(id, asked, cancel).ConfigureAwait(false);
        }

        if (asked.ChargePointId is not { Length: > 0 } chargePointId)
        {
            return CommandEnd.Invalid($"chargePointId is missing: it is the charge point's id, such as CP01");
        }

        switch (asked.Command)
        {
            case "remoteStart":
                return asked.IdTag is not { Length: > 0 } idTag
                    ? CommandEnd.Invalid("idTag is missing: it is the card or token that the charging is for")
                    : EndOf(await desk.RemoteStartAsync(chargePointId, asked.ConnectorId, idTag, cancel).ConfigureAwait(false));
            case "remoteStop":
                return EndOf(await desk.RemoteStopAsync(chargePointId, asked.ConnectorId, cancel).ConfigureAwait(false));
            case "ocppLog":
                return Log(asked, chargePointId, now);
        }

        return ChargerCalls.Of(asked) switch
        {
            null => CommandEnd.Invalid($"command '{asked.Command}' is not known here; there are {Known}"),
            (null, var missing) => CommandEnd.Invalid(missing!),
            ({ } call, _) => ChargerCalls.EndOf(chargePointId, call.Action, await desk.CallAsync(chargePointId, call, cancel).ConfigureAwait(false)),
        };
    }

    /// <summary>Null where a command that was begun before the start is not one that outlives a start; else its end.</summary>
    public Task<CommandEnd>? Resume(string id, CancellationToken cancel)
    {
        static async Task<CommandEnd> EndAsync(Task<UpdateOutcome> outcome) => EndOf(await outcome.ConfigureAwait(false));
        return updates.Resume(id, cancel) is { } outcome ? EndAsync(outcome) : null;
    }

    private CommandEnd Log(CommandAsked asked, string chargePointId, DateTimeOffset now)
    {
        if (CentralSystem.ChargePointId.WhyNot(chargePointId) is { } why)
        {
            return CommandEnd.Invalid(why);
        }

        if (asked.On is not { } on)
        {
            return CommandEnd.Invalid("on is missing: it is true or false");
        }

        if (!on)
        {
            return new CommandEnd(CommandOutcome.Done, logs.Stop(chargePointId) ? $"the OCPP log of {chargePointId} is off" : $"the OCPP log of {chargePointId} was off");
        }

        if (asked.Until is not { } until || until <= now || until > now + LongestLog)
        {
            return CommandEnd.Invalid("until is missing or wrong: it is the moment at which the log ends by itself, at most 24 hours from now");
        }

        return logs.Start(chargePointId, until)
            ? new CommandEnd(CommandOutcome.Done, $"the OCPP log of {chargePointId} is on until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
            : new CommandEnd(CommandOutcome.Refused, $"{OcppLogWishes.Most} charge points are followed already: switch one of them off first");
    }

    private CommandEnd Restart(string when) => when is "now" or "idle"
        ? new CommandEnd(CommandOutcome.Done, when == "now" ? "this box restarts now" : "this box restarts as soon as no car is charging")
        {
            Afterwards = () => restart(when == "now"),
        }
        : CommandEnd.Invalid($"when '{when}': it is now, or idle (as soon as no car is charging)");

    private async Task<CommandEnd> UpdateAsync(string id, CommandAsked asked, CancellationToken cancel)
    {
        if (asked.Manifest is not { Length: > 0 } manifest || asked.Signature is not { Length: > 0 } signature)
        {
            return CommandEnd.Invalid($"{(asked.Manifest is { Length: > 0 } ? "signature" : "manifest")} is missing: './build.sh sign' writes both");
        }

        if (!Uri.TryCreate(asked.Url, UriKind.Absolute, out Uri? url) || url.Scheme != Uri.UriSchemeHttps)
        {
            return CommandEnd.Invalid("url is missing or wrong: it is where the package is, and begins with https://");
        }

        return asked.When is null or "idle" or "now"
            ? EndOf(await updates.InstallAsync(new UpdateAsked(id, manifest, signature, url, asked.When == "now"), cancel).ConfigureAwait(false))
            : CommandEnd.Invalid($"when '{asked.When}': it is now, or idle (as soon as no car is charging)");
    }

    private static CommandEnd EndOf(UpdateOutcome outcome) => new(
        outcome.Outcome switch
        {
            "installed" => CommandOutcome.Done,
            "returned" => CommandOutcome.Returned,
            _ => CommandOutcome.Refused,
        },
        $"{outcome}");

    private async Task<CommandEnd> BackUpAsync(DateTimeOffset now, CancellationToken cancel)
    {
        string folder = Path.Combine(Path.GetFullPath(dataDirectory), BackupFolder);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"ledger-{now.UtcDateTime:yyyyMMdd-HHmmss-fff}.db"));
        Answer<Done> answer = await desk.BackupAsync(path, cancel).ConfigureAwait(false);
        foreach (string old in Directory.GetFiles(folder, "ledger-*.db").OrderDescending(StringComparer.Ordinal).Skip(MostBackups))
        {
            File.Delete(old);
        }

        return EndOf(answer);
    }

    private static CommandEnd EndOf(Answer<Done> answer) => answer switch
    {
        Answer<Done>.Given done => new CommandEnd(CommandOutcome.Done, done.Value.Text),
        Answer<Done>.Denied { Denial: Denial.NoAnswer } none => new CommandEnd(CommandOutcome.NoAnswer, none.Why),
        Answer<Done>.Denied { Denial: Denial.NotUnderstood } bad => CommandEnd.Invalid(bad.Why),
        Answer<Done>.Denied no => new CommandEnd(CommandOutcome.Refused, no.Why),
        _ => throw new Core.Site.InvariantBrokenException("no outcome for a desk's answer"),
    };
}
