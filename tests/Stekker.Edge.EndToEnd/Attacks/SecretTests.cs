using System.Text;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Attacks;

/// <summary>What others may find lying about.</summary>
public sealed class SecretTests
{
    private const string Secret = "planted-secret";

    [Fact]
    public async Task Planted_secrets_come_out_nowhere()
    {
        Site site = new Site().With("CP01", $"{Secret}-charger");
        site.Configuration["log"] = new JsonObject { ["level"] = "debug", ["file"] = Path.Combine(site.Data, "edge.log") };
        site.Configuration["cloud"] = new JsonObject { ["broker"] = "mqtt://127.0.0.1:1", ["username"] = "edge", ["password"] = $"{Secret}-cloud" };
        site.Configuration["tariff"] = new JsonObject { ["type"] = "dynamic", ["area"] = "NL" };
        site.Configuration["prices"] = new JsonObject { ["entsoe"] = new JsonObject { ["token"] = $"{Secret}-token", ["url"] = "http://127.0.0.1:1/api" } };
        await using UnderAttack under = await UnderAttack.StartAsync(site);
        await under.AskAsync("/ocpp/CP01", $"CP01:{Secret}-typed");
        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01", $"{Secret}-charger");
        await charger.BootAsync();
        StringBuilder told = new();
        foreach (string[] command in (string[][])[["status", "--json"], ["status"], ["charge-points", "list", "--json"], ["backup", Path.Combine(site.Data, "copy.db")]])
        {
            CliResult result = await site.Cli.TryAsync(command);
            told.Append(result);
        }

        told.Append(await Cli.BareAsync("check-config", site.ConfigurationFile));
        await under.EndsWellAsync();
        told.Append(under.Edge.Told());
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
        Assert.Contains("the password of CP01 can be read in this file", told.ToString(), StringComparison.Ordinal);
        Assert.All(
            Directory.EnumerateFiles(site.Data, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_daemon_makes_is_for_its_user_and_at_most_its_group()
    {
        Site site = new();
        string log = Path.Combine(site.Folder, "edge.log");
        site.Configuration["log"] = new JsonObject { ["file"] = log };
        await using UnderAttack under = await UnderAttack.StartAsync(site);
        await site.Cli.RunAsync("backup", Path.Combine(site.Data, "copy.db"));
        string[] made = [log, .. Directory.EnumerateFiles(site.Data, "*", SearchOption.AllDirectories)];
        Assert.Contains(made, f => f.EndsWith("edge.db", StringComparison.Ordinal));
        Assert.Contains(made, f => f.EndsWith("control.sock", StringComparison.Ordinal));
        Assert.All(made, file => Assert.Equal(
            UnixFileMode.None,
            File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute | UnixFileMode.UserExecute)));
        Assert.All(made.Where(f => !f.EndsWith(".sock", StringComparison.Ordinal)), file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & UnixFileMode.GroupWrite));
        await under.EndsWellAsync();
    }
}
