using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Cli.Running;

internal static class CheckConfigCommand
{
    public static Command Definition => new(
        "check-config", "tells whether a site's configuration is right, and if not all that is wrong", [new Operand("FILE", "the configuration")], [], RunAsync);

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        string path = call.Operand("FILE");
        SiteConfiguration site = ConfigurationFile.Read(path, call.Terminal);
        call.Terminal.Say($"{path} is right: site {site.SiteId}, {InWords.Count(site.ChargePoints.Length, "charge point", "charge points")} and {InWords.Count(site.Meters.Length, "meter", "meters")} named");
        return Task.FromResult(ExitCode.Done);
    }
}
