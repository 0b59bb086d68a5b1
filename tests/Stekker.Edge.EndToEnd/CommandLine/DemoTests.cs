using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.CommandLine;

/// <summary>The README's first command, as its reader runs it: with output that is no terminal.</summary>
[Collection(nameof(DemoTests))]
[CollectionDefinition(nameof(DemoTests), DisableParallelization = true)]
public sealed class DemoTests
{
    /// <summary>Its whole minute: the fuse and deaf chargers meet only there. It judges itself by the seconds a fuse bears, so it runs alone.</summary>
    [Fact]
    public async Task The_demo_ends_by_itself_and_its_promises_hold()
    {
        CliResult result = await Cli.BareAsync(Patience.ForWork, "demo");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("fuse", result.Out, StringComparison.Ordinal);
        Assert.Contains("6 sessions, all in the ledger", result.Out, StringComparison.Ordinal);
        Assert.Contains("ct/kWh now", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"together\s+EUR [0-9]+\.[0-9]{2}", result.Out);
        Assert.DoesNotContain("BROKEN", result.Out, StringComparison.Ordinal);
    }
}
