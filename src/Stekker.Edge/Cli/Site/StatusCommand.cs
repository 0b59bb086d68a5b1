using Stekker.Edge.Cli.Chargers;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Site;

/// <summary>How the site is doing, at a glance.</summary>
internal static class StatusCommand
{
    public static Command Definition => new("status", "shows how the site is doing", [], SiteOptions.All, RunAsync);

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel) => call.AtDaemonsDeskAsync(
        async desk =>
        {
            SiteStatus status = (await desk.StatusAsync(cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(status, ControlJson.Readable.SiteStatus);
            }
            else
            {
                Show(call.Terminal, status);
            }

            return ExitCode.Done;
        },
        cancel);

    private static void Show(Terminal terminal, SiteStatus status)
    {
        terminal.Say($"site {status.SiteId}, stekker-edge {status.Version}, running for {InWords.Duration(status.UptimeS)}");
        terminal.Say($"clock: {InWords.Time(status.LocalTime)}{(status.ClockTrusted ? "" : ", not set yet: times are uncertain, charging goes on")}");
        terminal.Say($"ledger: {status.Ledger.Text}");
        foreach (AlertEntry alert in status.Alerts)
        {
            terminal.Say($"! {alert.Text} (since {InWords.Time(alert.Since)})");
        }

        terminal.Say("");
        terminal.Say(status.ChargePoints.IsEmpty ? "no charge points yet; they show here once they connect" : ChargerCommands.TableOf(status.ChargePoints));
    }
}
