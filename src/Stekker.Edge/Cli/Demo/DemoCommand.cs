using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Sessions;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cli.Demo;

/// <summary>A site to look at: the real daemon, and six chargers with cars, a building, the sun and meters beside it.</summary>
internal static class DemoCommand
{
    private const int UsualSeconds = 55;

    /// <summary>In less, the story's events would trample each other.</summary>
    private const int LeastSeconds = 15;

    /// <summary>For everyone to leave and the chargers' last words to arrive.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(20);

    public static Command Definition => new(
        "demo",
        "runs a site of six chargers, a building and the sun, to look at",
        [],
        [
            new Option("--seconds", "N", $"how long it runs (else {UsualSeconds}; on a screen the story begins again until Ctrl-C)"),
            new Option("--speed", "N", $"how many times faster sun, building and batteries go (else {DemoCast.UsualSpeed})"),
            new Option("--data", "DIR", "keeps the site's data there (else in a directory that is removed again)"),
        ],
        RunAsync)
    {
        Details = "The daemon, its ledger and its lines are the real ones; chargers (OCPP), grid meter (Modbus TCP) and inverter (Modbus RTU) are\n"
            + "small working programs beside it. It ends with a verdict of the twin's own physics, and fails where a promise was broken.",
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        int? seconds = call.Whole("--seconds", LeastSeconds, 86_400);
        int speed = call.Whole("--speed", 1, 1_000) ?? DemoCast.UsualSpeed;
        string? kept = call.Text(SiteOptions.Data.Name);
        string data = kept is null ? Directory.CreateTempSubdirectory("stekker-edge-demo-").FullName : Path.GetFullPath(kept);
        try
        {
            bool again = seconds is null && call.Terminal.Screen is not null;
            bool holds = await PlayAsync(call.Terminal, data, TimeSpan.FromSeconds(seconds ?? UsualSeconds), speed, again, cancel);
            if (kept is not null)
            {
                call.Terminal.Say($"The site's data is kept in {data}; 'stekker-edge sessions list --data {kept}' shows it again.");
            }

            return holds ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            call.Terminal.Say("Stopped before it began.");
            return ExitCode.Done;
        }
        catch (Exception e) when (e is LedgerUnavailableException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(e.Message);
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }

    private static async Task<bool> PlayAsync(Terminal terminal, string data, TimeSpan length, int speed, bool again, CancellationToken cancel)
    {
        await using DemoSite site = await DemoSite.StartAsync(data, speed, cancel);
        (await site.Desk.PutVehiclesAsync([.. DemoCast.Drivers.Select(d => d.Vehicle)], whole: false, cancel)).Expect();
        (await site.Desk.PutCardsAsync([.. DemoCast.Drivers.Select(d => d.Card)], whole: false, cancel)).Expect();
        List<DemoSession> sessions = [];
        bool once = true;
        while ((once || again) && !cancel.IsCancellationRequested)
        {
            once = false;
            await RoundAsync(site, terminal, length, speed, sessions, cancel);
            if (!cancel.IsCancellationRequested)
            {
                await DemoNight.ShowAsync(terminal, cancel);
            }
        }

        ImmutableArray<SessionEntry> ledger = (await site.Desk.SessionsAsync(new SessionQuery(), CancellationToken.None)).Expect();
        DemoVerdict verdict = DemoVerdict.Of(site.Twin.Fuse, DemoCast.FuseA, BalancerSettings.Default.Settling, sessions, ledger);
        terminal.Say("In the ledger:");
        terminal.Say("");
        terminal.Say(SessionCommands.TableOf(ledger));
        terminal.Say("");
        foreach (string line in verdict.Lines)
        {
            terminal.Say(line);
        }

        return verdict.Holds;
    }

    private static async Task RoundAsync(DemoSite site, Terminal terminal, TimeSpan length, int speed, List<DemoSession> sessions, CancellationToken cancel)
    {
        TimeZoneInfo zone = SiteZone.Of(DemoCast.TimeZone);
        using DemoShow show = new(site.Desk, new DemoShowSettings(() => Heading(site, speed), () => TimeZoneInfo.ConvertTime(site.Clock.GetUtcNow(), zone)), terminal);
        show.Tell($"A site of six chargers on 3 x {DemoCast.FuseA} A; chargers connect on {site.Address}");
        using CancellationTokenSource over = new();
        Task showing = show.RunAsync(over.Token);
        await TellAsync(new DemoStory(site.Twin, length, show.Tell), sessions, cancel);
        await over.CancelAsync();
        await showing;
    }

    private static async Task TellAsync(DemoStory story, List<DemoSession> sessions, CancellationToken cancel)
    {
        try
        {
            await story.TellAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Seen enough; what began is brought to its end.
        }

        using CancellationTokenSource patience = new(EndsWithin);
        await story.EndAsync(patience.Token);
        sessions.AddRange(story.Sessions);
    }

    private static string Heading(DemoSite site, int speed) => string.Create(
        CultureInfo.InvariantCulture, $"Stekker Edge demo   outside it is {site.Twin.Clock:HH:mm} (sun, building, batteries: {speed} x faster)");
}
