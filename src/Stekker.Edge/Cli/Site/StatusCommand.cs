using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Picture;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Site;

/// <summary>How the site is doing, at a glance.</summary>
internal static class StatusCommand
{
    private static readonly Option Watch = new("--watch", null, "goes on showing it, each second, until Ctrl-C");

    public static Command Definition => new("status", "shows how the site is doing", [], [Watch, .. SiteOptions.All], RunAsync);

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel) => call.AtDaemonsDeskAsync(
        async desk =>
        {
            if (call.Has(Watch.Name))
            {
                return await WatchAsync(desk, call.Terminal, cancel);
            }

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

    private static async Task<int> WatchAsync(ISiteDesk desk, Terminal terminal, CancellationToken cancel)
    {
        using LiveScreen? screen = LiveScreen.Open(terminal);
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                SiteStatus status = (await desk.StatusAsync(cancel)).Expect();
                if (screen is null)
                {
                    terminal.Say(SitePicture.InOneLine(status));
                }
                else
                {
                    screen.Show(SitePicture.Whole(status, screen.Style, $"site {status.SiteId}"));
                }
            }
            while (await second.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Seen enough.
        }

        return ExitCode.Done;
    }

    private static string CloudLine(CloudEntry cloud)
    {
        string line = cloud.Connected
            ? $"connected to {cloud.Broker} ({cloud.Protocol}) for {InWords.Duration(cloud.SinceS)}"
            : $"not connected for {InWords.Duration(cloud.SinceS)}: {cloud.Trouble}";
        string waiting = cloud.Waiting == 0 ? "nothing waits to be reported"
            : $"{InWords.Count((int)Math.Min(cloud.Waiting, int.MaxValue), "report waits", "reports wait")}{(cloud.OldestAt is { } oldest ? $", the oldest since {InWords.Time(oldest)}" : "")}";
        return $"{line}; {waiting}";
    }

    private static void Show(Terminal terminal, SiteStatus status)
    {
        terminal.Say($"site {status.SiteId}, stekker-edge {status.Version}, running for {InWords.Duration(status.UptimeS)}");
        terminal.Say($"clock: {InWords.Time(status.LocalTime)}{(status.ClockTrusted ? "" : ", not set yet: times are uncertain, charging goes on")}");
        terminal.Say($"ledger: {status.Ledger.Text}");
        terminal.Say($"cloud: {(status.Cloud is { } cloud ? CloudLine(cloud) : "none is set up (cloud in the configuration)")}");
        foreach (string line in status.Box is { } box ? BoxText.Lines(box) : [])
        {
            terminal.Say(line);
        }

        if (status.Update is { } update)
        {
            terminal.Say($"update: {update}");
        }

        foreach (AlertEntry alert in status.Alerts)
        {
            terminal.Say($"! {alert.Text} (since {InWords.Time(alert.Since)})");
        }

        terminal.Say("");
        foreach (string line in SitePicture.Draw(status, PictureStyle.For(terminal)))
        {
            terminal.Say(line);
        }
    }
}
