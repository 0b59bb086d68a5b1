using System.Text.Json;
using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Tests.Cli.Meters;

public sealed class ListDevicesTests
{
    [Fact]
    public async Task All_devices_are_shown_with_what_to_know()
    {
        using Shell shell = new();

        string said = await shell.OutAsync("meter", "list-devices");

        Assert.All(DeviceCatalogue.All, d => Assert.Contains($"\n{d.Id} ", said, StringComparison.Ordinal));
        Assert.Contains("Eastron SDM630 v2", said, StringComparison.Ordinal);
        Assert.Contains("RS485 9600 8N1, unit 1", said, StringComparison.Ordinal);
        Assert.Contains("Modbus TCP, port 1502, unit 1", said, StringComparison.Ordinal);
        Assert.Contains("pzem-016: PZEM energy in Wh by two sources", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_JSON()
    {
        using Shell shell = new();

        using JsonDocument said = JsonDocument.Parse(await shell.OutAsync("meter", "list-devices", "--json"));

        Assert.Equal(DeviceCatalogue.All.Length, said.RootElement.GetArrayLength());
        JsonElement sdm = said.RootElement.EnumerateArray().Single(d => d.GetProperty("id").GetString() == "sdm120");
        Assert.Equal((2400, "8N1"), (sdm.GetProperty("baud").GetInt32(), sdm.GetProperty("format").GetString()));
    }

    [Fact]
    public async Task A_device_the_catalogue_lacks_is_an_error_in_the_sites_configuration()
    {
        using Shell shell = new();
        string file = shell.Written(
            "site.json",
            """{ "siteId": "here", "timeZone": "Europe/Lisbon", "grid": { "phases": 3, "voltageV": 230, "fuseA": 63, "gtvKw": 40 }, "meters": [{ "role": "grid", "device": "smd630", "tcp": "192.0.2.1:502" }] }""");

        Said said = await shell.RunAsync("check-config", file);

        Assert.Equal(1, said.Code);
        Assert.Contains("did you mean \"sdm630\"?", said.Error, StringComparison.Ordinal);
    }
}
