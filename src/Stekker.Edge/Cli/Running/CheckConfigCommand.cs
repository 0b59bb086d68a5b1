using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Cloud.Configuring;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Hosting.Upkeep;

namespace Stekker.Edge.Cli.Running;

internal static class CheckConfigCommand
{
    public static Command Definition => new(
        "check-config", "tells whether a site's configuration is right, and if not all that is wrong", [new Operand("FILE", "the configuration")], [new Option("--data", "DIR", "the site's data directory: tells also which keys the cloud sets instead")], RunAsync);

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        string path = call.Operand("FILE");
        SiteConfiguration site = ConfigurationFile.Read(path, call.Terminal);
        if (call.Text("--data") is { } data)
        {
            SiteSources.Open(File.ReadAllBytes(path), data, out ImmutableArray<string> notes);
            foreach (string note in notes)
            {
                call.Terminal.Note(note);
            }
        }

        foreach (string misfit in SelfCheck.Look(site, call.Text("--data"), TimeProvider.System.GetUtcNow()))
        {
            call.Terminal.Note($"on this machine: {misfit}");
        }

        call.Terminal.Say($"{path} is right: site {site.SiteId}, {InWords.Count(site.ChargePoints.Length, "charge point", "charge points")} and {InWords.Count(site.Meters.Length, "meter", "meters")} named");
        return Task.FromResult(ExitCode.Done);
    }
}
