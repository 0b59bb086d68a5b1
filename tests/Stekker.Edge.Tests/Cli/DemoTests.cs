using System.Text.Json;

namespace Stekker.Edge.Tests.Cli;

public sealed class DemoTests
{
    [Fact]
    public async Task A_person_sees_a_car_come_charge_and_go()
    {
        using Shell shell = new();
        string kept = shell.File("demo");

        string story = await shell.OutAsync("demo", "--seconds", "1", "--kw", "7.4", "--data", kept);

        foreach (string says in (string[])["Charger DEMO-01", "plugs her car in", "taps her card", "from afar", "unplugs", "unplugged"])
        {
            Assert.Contains(says, story, StringComparison.Ordinal);
        }

        using JsonDocument sessions = JsonDocument.Parse(await shell.OutAsync("sessions", "list", "--data", kept, "--json"));
        JsonElement session = Assert.Single(sessions.RootElement.EnumerateArray());
        Assert.Equal("Ada", session.GetProperty("label").GetString());
        Assert.Equal("ended", session.GetProperty("state").GetString());
        Assert.Equal(session.GetProperty("meterStopWh").GetInt64() - session.GetProperty("meterStartWh").GetInt64(), session.GetProperty("energyWh").GetInt64());
    }
}
