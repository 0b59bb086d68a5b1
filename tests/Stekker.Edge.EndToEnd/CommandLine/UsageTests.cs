using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.CommandLine;

/// <summary>Exit codes: 0 done, 1 failed, 2 used wrongly; errors on standard error.</summary>
public sealed class UsageTests
{
    [Fact]
    public async Task The_version_is_told()
    {
        CliResult result = await Cli.BareAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"\d+\.\d+\.\d+", result.Out);
    }

    public static TheoryData<string> UsedWrongly =>
    [
        "", "make-coffee", "cards", "cards make-coffee", "cards add", "cards add CARD01 --scope galaxy --label x", "cards add CARD01 --no-such-option",
        "sessions show", "sessions show not-a-number", "charge-points accept", "ocpp call CP01", "remote-start CP01", "run --config", "check-config",
    ];

    [Theory]
    [MemberData(nameof(UsedWrongly))]
    public async Task Used_wrongly(string arguments)
    {
        using Site site = new();
        site.Write();
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        CliResult result = words is [] or ["run", ..] or ["check-config"] ? await Cli.BareAsync(words) : await site.Cli.TryAsync(words);

        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.NotEqual("", result.Err.Trim());
    }

    [Fact]
    public async Task A_command_for_a_daemon_that_does_not_run_fails_with_a_sentence()
    {
        using Site site = new();
        site.Write();

        CliResult result = await site.Cli.TryAsync("remote-stop", "CP01");

        Assert.Equal(1, result.ExitCode);
        Assert.NotEqual("", result.Err.Trim());
        Assert.DoesNotContain("   at ", result.Err, StringComparison.Ordinal);
    }
}
