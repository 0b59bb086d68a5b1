using System.Globalization;
using Stekker.Edge.CentralSystem;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Chargers;

/// <summary>What a charger and the daemon say to each other, while they say it.</summary>
internal static class LogCommand
{
    private static readonly Option Follow = new("--follow", null, "shows each message as it comes, until Ctrl-C; nothing older is kept");

    public static Command Definition => new(
        "log", "shows what a charger and the site say to each other (OCPP)", [new Operand("ID", "the charge point's id")], [Follow, .. SiteOptions.All], RunAsync)
    {
        Details = "-> is said to the charger, <- comes from it. Passwords are not shown. With --json each message is a line of JSON.",
    };

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel) => call.Has(Follow.Name)
        ? call.AtDaemonAsync(daemon => FollowAsync(call, daemon, cancel), cancel)
        : throw new UsageException("log: messages are not kept, so there is only --follow: 'stekker-edge log --follow CP01'");

    private static async Task<int> FollowAsync(Invocation call, ControlClient daemon, CancellationToken cancel)
    {
        string id = call.Operand("ID");
        if (ChargePointId.WhyNot(id) is { } why)
        {
            throw new UsageException($"ID: {why}");
        }

        try
        {
            await foreach (OcppLogEntry line in daemon.FollowAsync(id, () => call.Terminal.Note($"following {id}; Ctrl-C ends it"), cancel))
            {
                if (call.WantsJson())
                {
                    call.Terminal.Say(line.ToJson());
                }
                else
                {
                    call.Terminal.Say($"{Clock(line.At)} {(line.Direction == OcppLogEntry.FromCharger ? "<-" : "->")} {line.Frame}");
                }
            }

            call.Terminal.Note("the daemon stopped");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Seen enough.
        }

        return ExitCode.Done;
    }

    private static string Clock(string at) =>
        DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out DateTimeOffset moment) ? moment.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) : at;
}
