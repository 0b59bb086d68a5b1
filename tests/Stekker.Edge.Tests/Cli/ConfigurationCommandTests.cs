namespace Stekker.Edge.Tests.Cli;

public sealed class ConfigurationCommandTests
{
    private const string Least = """{ "siteId": "here", "timeZone": "Europe/Lisbon", "grid": { "phases": 3, "voltageV": 230, "fuseA": 63, "gtvKw": 40 } }""";

    [Fact]
    public async Task A_right_file_is_said_to_be_right()
    {
        using Shell shell = new();

        Assert.Contains("is right: site here", await shell.OutAsync("check-config", shell.Written("site.json", Least)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told()
    {
        using Shell shell = new();
        string file = shell.Written("site.json", """{ "siteId": "here", "timeZone": "Europe/Atlantis", "cards": { "unknown": 17 } }""");

        Said said = await shell.RunAsync("check-config", file);

        Assert.Equal(1, said.Code);
        Assert.Contains($"{file} cannot be used", said.Error, StringComparison.Ordinal);
        Assert.Contains("Europe/Atlantis", said.Error, StringComparison.Ordinal);
        Assert.Contains("cards.unknown", said.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check-config")]
    [InlineData("run", "--config")]
    public async Task A_file_that_is_not_there_is_named(params string[] command)
    {
        using Shell shell = new();
        string missing = shell.File("missing.json");

        Said said = await shell.RunAsync([.. command, missing]);

        Assert.Equal(1, said.Code);
        Assert.Contains(missing, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_daemon_the_sites_own_time_zone_is_read_from_its_configuration()
    {
        using Shell shell = new();
        string file = shell.Written("site.json", Least);

        await shell.OutAsync("cards", "add", "A", "--expires", "2027-01-31", "--config", file);

        Assert.Contains(",2027-01-31,", await shell.OutAsync("cards", "export", "--config", file), StringComparison.Ordinal);
        Assert.Contains(",2027-02-01T01:00:00+01:00,", await shell.OutAsync("cards", "export"), StringComparison.Ordinal);
    }
}
