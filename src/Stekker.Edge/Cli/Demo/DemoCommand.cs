using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cli.Demo;

/// <summary>A site to look at: the real daemon, and a charger with a driver beside it.</summary>
internal static class DemoCommand
{
    private const int UsualSeconds = 12;
    private const decimal UsualKw = 11;

    public static Command Definition => new(
        "demo",
        "runs a site with one charger and one car, to look at",
        [],
        [
            new Option("--seconds", "N", $"how long the car charges (else {UsualSeconds})"),
            new Option("--kw", "N", "how fast it charges (else 11)"),
            new Option("--data", "DIR", "keeps the site's data there (else in a directory that is removed again)"),
        ],
        RunAsync)
    {
        Details = "The daemon, its ledger and the line to the charger are the real ones; the charger is a small program that speaks OCPP 1.6.",
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        int seconds = call.Whole("--seconds", 1, 86_400) ?? UsualSeconds;
        decimal kw = call.Number("--kw", 1.4m, 22) ?? UsualKw;
        string? kept = call.Text(SiteOptions.Data.Name);
        string data = kept is null ? Directory.CreateTempSubdirectory("stekker-edge-demo-").FullName : Path.GetFullPath(kept);
        try
        {
            await using DemoSite site = await DemoSite.StartAsync(data, cancel);
            await new DemoStory(site, call.Terminal).TellAsync(TimeSpan.FromSeconds(seconds), kw, cancel);
            if (kept is not null)
            {
                call.Terminal.Say($"The site's data is kept in {data}; 'stekker-edge sessions list --data {kept}' shows it again.");
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            call.Terminal.Say("Stopped.");
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

        return ExitCode.Done;
    }
}
