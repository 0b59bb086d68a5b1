using System.Text.Json;

namespace Stekker.Edge.Tests.Cli.Demo;

/// <summary>The whole demo: daemon, chargers, meters and story over real sockets. Shortened as far as its story allows.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Six_cars_come_charge_and_go_and_all_are_in_the_ledger()
    {
        using Shell shell = new();
        string kept = shell.File("demo");

        string story = await shell.OutAsync("demo", "--seconds", "15", "--data", kept);

        foreach (string says in (string[])["Six chargers", "Ada plugs in at CP01", "The heat pump starts", "network cable of CP03", "Ada unplugs", "of 35 A", "In the ledger:", "6 sessions, all in the ledger", "The night after", "ct/kWh now", "kWh by 06:45", "together"])
        {
            Assert.Contains(says, story, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("BROKEN", story, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', story);
        using JsonDocument sessions = JsonDocument.Parse(await shell.OutAsync("sessions", "list", "--data", kept, "--json"));
        Assert.Equal(
            ["Ada", "Bob", "Cem", "Dora", "Eva", "Finn"],
            sessions.RootElement.EnumerateArray().Select(s => s.GetProperty("label").GetString()).Order(StringComparer.Ordinal));
        Assert.All(sessions.RootElement.EnumerateArray(), s =>
        {
            Assert.Equal("ended", s.GetProperty("state").GetString());
            Assert.Equal(s.GetProperty("meterStopWh").GetInt64() - s.GetProperty("meterStartWh").GetInt64(), s.GetProperty("energyWh").GetInt64());
        });
    }

    [Theory]
    [InlineData("--seconds", "2", "from 15 to 86400")]
    [InlineData("--speed", "0", "from 1 to 1000")]
    public async Task What_makes_no_sense_is_said(string option, string value, string says)
    {
        using Shell shell = new();

        Said said = await shell.RunAsync("demo", option, value);

        Assert.Equal(2, said.Code);
        Assert.Contains(says, said.Error, StringComparison.Ordinal);
    }
}
