using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Robustness;

/// <summary>What was answered is kept.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_session_goes_on_after_a_kill_as_if_nothing_had_happened()
    {
        using Site site = new Site().With("CP01");
        DateTimeOffset began = DateTimeOffset.UtcNow.AddMinutes(-20);
        int transactionId;
        await using (EdgeProcess first = await EdgeProcess.StartAsync(site))
        {
            await site.Cli.RunAsync("cards", "add", "CARD01", "--label", "Card", "--scope", "site");
            using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01");
            await charger.BootAsync();
            JsonElement started = await charger.CallAsync("StartTransaction", Payloads.Start(1, "CARD01", 500, began));
            transactionId = started.GetProperty("transactionId").GetInt32();
            await first.KillAsync();
        }

        await using EdgeProcess second = await EdgeProcess.StartAsync(site);
        using RawCharger back = await RawCharger.ConnectAsync(site, "CP01");
        JsonElement repeated = await back.CallAsync("StartTransaction", Payloads.Start(1, "CARD01", 500, began));
        await back.CallAsync("StopTransaction", Payloads.Stop(transactionId, 1_700, began.AddMinutes(20), "Local", "CARD01"));

        JsonElement session = Assert.Single((await site.Cli.JsonAsync("sessions", "list")).EnumerateArray());
        Assert.Equal(transactionId, repeated.GetProperty("transactionId").GetInt32());
        Assert.Equal(transactionId, session.GetProperty("transactionId").GetInt32());
        Assert.Equal(1_200, session.GetProperty("energyWh").GetInt64());
    }

    [Fact]
    public async Task A_damaged_ledger_is_set_aside_and_the_site_starts_all_the_same()
    {
        using Site site = new Site().With("CP01");
        await using (EdgeProcess first = await EdgeProcess.StartAsync(site))
        {
            await first.StopAsync();
        }

        string ledger = Assert.Single(Directory.GetFiles(site.Data, "*.db"));
        await File.WriteAllTextAsync(ledger, string.Join(' ', Enumerable.Repeat("this is no database", 1_000)));
        await using EdgeProcess second = await EdgeProcess.StartAsync(site);
        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01");

        Assert.Equal("Accepted", (await charger.BootAsync()).GetProperty("status").GetString());
        string[] setAside = [.. Directory.GetFiles(site.Data, $"{Path.GetFileName(ledger)}*").Where(f => f != ledger)];
        Assert.Contains(setAside, f => File.ReadAllText(f).Contains("this is no database", StringComparison.Ordinal));
    }
}
