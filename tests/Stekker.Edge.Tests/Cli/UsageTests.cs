namespace Stekker.Edge.Tests.Cli;

/// <summary>What is typed wrongly ends with code 2 and a sentence that says what would be right.</summary>
public sealed class UsageTests
{
    public static TheoryData<string[], string> Wrong => new()
    {
        { [], "'stekker-edge help' shows all there is" },
        { ["crads"], "did you mean 'cards" },
        { ["cards"], "cards add, cards list, cards import" },
        { ["cards", "lst"], "did you mean 'cards list'?" },
        { ["remote-strat", "CP01"], "did you mean 'remote-start'?" },
        { ["make-coffee"], "there is no command 'make-coffee'" },
        { ["help", "make-coffee"], "there is no command 'make-coffee'" },
        { ["cards", "add"], "cards add needs TAG" },
        { ["cards", "add", "A", "B"], "'B' is too many" },
        { ["cards", "list", "--jsno"], "did you mean --json?" },
        { ["cards", "list", "--json=yes"], "--json takes no value" },
        { ["cards", "add", "A", "--label"], "--label needs a value" },
        { ["cards", "add", "A", "--label", "--json"], "--label needs a value" },
        { ["cards", "add", "A", "--label", "x", "--label", "y"], "--label is said twice" },
        { ["cards", "add", "A", "--scope", "galaxy"], "scope 'galaxy': it is vehicle, site, site:ID or organisation" },
        { ["cards", "add", "A", "--priority", "urgent"], "priority 'urgent': it is normal or high" },
        { ["cards", "add", "A", "--expires", "31-01-2027"], "expires '31-01-2027': it is a date such as 2027-01-31" },
        { ["cards", "add", "123456789012345678901"], "has 21 characters; a card's tag has 20 at most" },
        { ["vehicles", "add", "V", "--phases", "4"], "--phases '4': it is a whole number from 1 to 3" },
        { ["vehicles", "add", "V", "--battery-kwh", "7,4"], "--battery-kwh '7,4'" },
        { ["vehicles", "add", "V", "--departure", "8 o'clock"], "departure '8 o'clock'" },
        { ["vehicles", "add", "V", "--target", "0"], "target 0" },
        { ["sessions", "list", "--from", "yesterday"], "--from 'yesterday': it is a date" },
        { ["sessions", "list", "--limit", "0"], "--limit '0'" },
        { ["sessions", "list", "--card", "123456789012345678901"], "has 21 characters" },
        { ["sessions", "show", "first"], "ID 'first': it is a session's number" },
        { ["charge-points", "accept", "a/b"], "charge point id" },
        { ["remote-start", "CP01"], "remote-start needs --card TAG" },
        { ["remote-stop", "CP01", "--connector", "one"], "--connector 'one'" },
        { ["ocpp", "call", "CP01"], "ocpp call needs ACTION" },
        { ["ocpp", "call", "CP01", "Reset", "Soft"], "it is not JSON" },
        { ["ocpp", "call", "CP01", "Reset", "[]"], "a payload is an object" },
        { ["run", "--config"], "--config needs a value" },
        { ["check-config"], "check-config needs FILE" },
        { ["check-config", ""], "FILE is empty" },
        { ["backup", ""], "FILE is empty" },
        { ["run", "--config", ""], "--config is empty" },
        { ["status", "--data="], "--data is empty" },
        { ["demo", "--seconds", "soon"], "--seconds 'soon'" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Used_wrongly(string[] arguments, string says)
    {
        using Shell shell = new();
        System.IO.File.WriteAllBytes(shell.File("edge.db"), []);

        Said said = await shell.RunAsync(arguments);

        Assert.Equal(2, said.Code);
        Assert.Contains(says, said.Error, StringComparison.Ordinal);
        Assert.StartsWith("stekker-edge: ", said.Error, StringComparison.Ordinal);
        Assert.Equal("", said.Out);
    }

    public static TheoryData<string[], string> Asked => new()
    {
        { ["--version"], "stekker-edge 0." },
        { ["help"], "Exit codes: 0 done, 1 failed, 2 used wrongly." },
        { ["--help"], "cards recent-refusals" },
        { ["help", "cards"], "cards import FILE.csv" },
        { ["cards", "--help"], "cards import FILE.csv" },
        { ["help", "cards", "add"], "--priority PRIORITY" },
        { ["cards", "add", "--help"], "Usage: stekker-edge cards add TAG [OPTIONS]" },
        { ["run", "-h"], "--config FILE" },
        { ["remote-start", "--help"], "--card TAG" },
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task Help_is_there_wherever_it_is_looked_for(string[] arguments, string says)
    {
        using Shell shell = new();

        Assert.Contains(says, await shell.OutAsync(arguments), StringComparison.Ordinal);
    }

    public static TheoryData<string[]> NeedsDaemon =>
    [
        new[] { "status" }, ["remote-start", "CP01", "--card", "A"], ["remote-stop", "CP01"], ["ocpp", "call", "CP01", "ClearCache"],
    ];

    [Theory]
    [MemberData(nameof(NeedsDaemon))]
    public async Task What_only_a_running_daemon_can_do_says_so(string[] arguments)
    {
        using Shell shell = new();

        Said said = await shell.RunAsync(arguments);

        Assert.Equal(1, said.Code);
        Assert.Contains($"no daemon runs on {shell.Data}", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_may_hold_its_value_and_options_may_end()
    {
        using Shell shell = new();

        await shell.OutAsync("cards", "add", "--label=--odd--", "--", "-TAG-");

        Assert.Contains("-TAG-  --odd--", await shell.OutAsync("cards", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_directory_is_not_made()
    {
        using Shell shell = new();
        string nowhere = shell.File("nowhere");

        Said said = await shell.RunAsync("cards", "add", "A", "--data", nowhere);

        Assert.Equal(1, said.Code);
        Assert.Contains($"there is no data directory {nowhere}", said.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task Looking_makes_no_ledger()
    {
        using Shell shell = new();

        Said said = await shell.RunAsync("sessions", "list");

        Assert.Equal(1, said.Code);
        Assert.Empty(Directory.GetFiles(shell.Data));
    }
}
