using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.CommandLine;

/// <summary>Cards as the site's administrator keeps them.</summary>
public sealed class CardsTests
{
    private const string Header = "idTag,label,scope,vehicle,priority,active,expires,group";

    [Fact]
    public async Task A_list_goes_in_and_comes_out_the_same()
    {
        using Site site = new();
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        string file = Path.Combine(site.Folder, "cards.csv");
        await File.WriteAllLinesAsync(
            file,
            [
                Header,
                "04A1B2C3D4,\"Jansen, Piet\",site,,normal,true,,",
                "04A1B2C3D5,\"the \"\"red\"\" car\",vehicle,XY-123-Z,high,true,,fleet",
                "04A1B2C3D6,old one,organisation,,normal,false,,",
            ]);

        await site.Cli.RunAsync("cards", "import", file);
        string[] before = Lines(await site.Cli.RunAsync("cards", "export"));
        await File.WriteAllLinesAsync(file, before);
        await site.Cli.RunAsync("cards", "import", file);
        string[] after = Lines(await site.Cli.RunAsync("cards", "export"));

        Assert.Equal(Header, before[0]);
        Assert.Equal(4, before.Length);
        Assert.Equal(before, after);
        JsonElement red = (await site.Cli.JsonAsync("cards", "list")).EnumerateArray().Single(c => c.GetProperty("idTag").GetString() == "04A1B2C3D5");
        Assert.Equal("the \"red\" car", red.GetProperty("label").GetString());
        Assert.Equal("high", red.GetProperty("priority").GetString());
    }

    [Fact]
    public async Task A_bad_list_is_refused_whole_with_its_lines()
    {
        using Site site = new();
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        string file = Path.Combine(site.Folder, "cards.csv");
        await File.WriteAllLinesAsync(file, [Header, "GOOD,good,site,,normal,true,,", "BAD,bad,galaxy,,normal,true,,", "WORSE,bad,site,,normal,maybe,,"]);

        CliResult result = await site.Cli.TryAsync("cards", "import", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("galaxy", result.Err, StringComparison.Ordinal);
        Assert.Contains("maybe", result.Err, StringComparison.Ordinal);
        Assert.Empty((await site.Cli.JsonAsync("cards", "list")).EnumerateArray());
    }

    [Fact]
    public async Task A_lost_card_is_turned_away_from_then_on()
    {
        using Site site = new Site().With("CP01");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await site.Cli.RunAsync("cards", "add", "CARD01", "--label", "Card", "--scope", "site", "--priority", "high");
        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01");
        await charger.BootAsync();

        JsonElement before = await charger.CallAsync("Authorize", Payloads.Card("card01"));
        await site.Cli.RunAsync("cards", "deactivate", "CARD01");
        JsonElement after = await charger.CallAsync("Authorize", Payloads.Card("CARD01"));

        Assert.Equal("Accepted", before.GetProperty("idTagInfo").GetProperty("status").GetString());
        Assert.Equal("Blocked", after.GetProperty("idTagInfo").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_backup_of_a_running_site_is_a_whole_ledger()
    {
        using Site site = new();
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await site.Cli.RunAsync("cards", "add", "CARD01", "--label", "Card", "--scope", "site");
        string backup = Path.Combine(site.Folder, "backup.db");
        await site.Cli.RunAsync("backup", backup);
        await edge.StopAsync();

        using Site restored = new();
        restored.Write();
        File.Copy(backup, Path.Combine(restored.Data, Path.GetFileName(Assert.Single(Directory.GetFiles(site.Data, "*.db")))));
        await using EdgeProcess second = await EdgeProcess.StartAsync(restored);

        Assert.Equal("CARD01", Assert.Single((await restored.Cli.JsonAsync("cards", "list")).EnumerateArray()).GetProperty("idTag").GetString());
    }

    private static string[] Lines(CliResult result) => [.. result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
