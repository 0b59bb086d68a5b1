using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.StrictClient;

/// <summary>A charger on somebody else's OCPP library does business with the native binary, and neither finds fault with the other.</summary>
public sealed class ChargingStoryTests
{
    [Fact]
    public async Task A_driver_taps_charges_and_leaves()
    {
        using Site site = new Site().With(ChargingStory.ChargePoint, ChargingStory.Password);
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);

        await ChargingStory.TellAsync(site);

        CliResult end = await edge.StopAsync();
        Assert.Equal(0, end.ExitCode);
    }

    [Fact]
    public async Task A_charger_nobody_knows_waits_until_it_is_accepted()
    {
        using Site site = new();
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(site, "NEW01");

        JsonElement pending = await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        Assert.Equal("Pending", pending.GetProperty("status").GetString());
        Assert.Contains("NEW01", (await site.Cli.RunAsync("charge-points", "list")).Out, StringComparison.Ordinal);

        await site.Cli.RunAsync("charge-points", "accept", "NEW01");
        await charger.AskedAsync("TriggerMessage", p => p.GetProperty("requestedMessage").GetString() == "BootNotification");
        JsonElement accepted = await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        Assert.Equal("Accepted", accepted.GetProperty("status").GetString());
        charger.AssertNoViolations();
    }

    [Fact]
    public async Task What_a_charger_cannot_do_comes_back_as_its_own_error()
    {
        using Site site = new Site().With("CP01");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(site, "CP01");
        await ChargingStory.BootsAsync(charger);

        CliResult called = await site.Cli.TryAsync("ocpp", "call", "CP01", "GetDiagnostics", """{"location":"ftp://example.org/"}""", "--json");

        Assert.Equal("NotImplemented", called.Json.GetProperty("error").GetProperty("code").GetString());
        charger.AssertNoViolations();
    }
}
