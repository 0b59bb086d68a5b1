using System.Text.Json;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Cli;

/// <summary>Commands while no daemon runs: on the site's real files.</summary>
public sealed class OfflineCommandTests
{
    [Fact]
    public async Task Adding_a_known_card_changes_only_what_is_named()
    {
        using Shell shell = new();
        await shell.OutAsync("cards", "add", "04a1", "--label", "Ada", "--group", "fleet", "--expires", "2027-01-31");

        string changed = await shell.OutAsync("cards", "add", "04A1", "--priority", "high", "--expires", "");

        Assert.Contains("card 04A1 is changed", changed, StringComparison.Ordinal);
        Assert.EndsWith("04A1,Ada,site,,high,true,,fleet\r\n", await shell.OutAsync("cards", "export"), StringComparison.Ordinal);
        Assert.Contains("was so already", await shell.OutAsync("cards", "add", "04A1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_card_is_found_again()
    {
        using Shell shell = new();
        await shell.OutAsync("cards", "add", "A");

        Assert.Contains("deactivated", await shell.OutAsync("cards", "deactivate", "a"), StringComparison.Ordinal);
        Assert.Contains("deactivated", await shell.OutAsync("cards", "list"), StringComparison.Ordinal);
        await shell.OutAsync("cards", "add", "A");
        Assert.Contains("good", await shell.OutAsync("cards", "list"), StringComparison.Ordinal);

        Said unknown = await shell.RunAsync("cards", "deactivate", "B");
        Assert.Equal(1, unknown.Code);
        Assert.Contains("no card B", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_car_that_was_turned_away_is_let_in_with_the_command_shown()
    {
        using Shell shell = new();
        using (Ledger ledger = Ledger.Open(shell.Data, TimeProvider.System, new Random(1)).Ledger)
        {
            Stamp at = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), true, null);
            ledger.Commit([new Effect.SaveRefusal(new Refusal(IdTag.TryParse("VID:AABBCC")!.Value, "CP01", CardVerdict.Unknown, at, 3))]);
        }

        string refusals = await shell.OutAsync("cards", "recent-refusals");
        Assert.Contains("VID:AABBCC  CP01     not known here  2026-03-04 06:06      3  stekker-edge cards add VID:AABBCC", refusals, StringComparison.Ordinal);

        await shell.OutAsync("cards", "add", "VID:AABBCC");
        Assert.Contains("VID:AABBCC,,vehicle,,normal,true,,", await shell.OutAsync("cards", "export"), StringComparison.Ordinal);
        Assert.Contains("nobody was turned away", await shell.OutAsync("cards", "recent-refusals"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vehicles_are_kept_as_typed()
    {
        using Shell shell = new();
        await shell.OutAsync(
            "vehicles", "import", shell.Written("in.csv", "id,label,batteryKwh,maxKw,phases,departure,target,direct\nXX-11,Ada,64.5,7.4,1,\"mon=07:30,fri=16:00\",0.9,0.2\nYY-22,,,,,,,\n"));
        await shell.OutAsync("vehicles", "add", "YY-22", "--departure", "08:00");

        using JsonDocument vehicles = JsonDocument.Parse(await shell.OutAsync("vehicles", "list", "--json"));
        JsonElement[] all = [.. vehicles.RootElement.EnumerateArray()];
        Assert.Equal(64_500, all[0].GetProperty("batteryWh").GetInt64());
        Assert.Equal(7_400, all[0].GetProperty("maxPowerW").GetInt64());
        Assert.Equal("mon=07:30,fri=16:00", all[0].GetProperty("departure").GetString());
        Assert.Equal(0.2m, all[0].GetProperty("directFraction").GetDecimal());
        Assert.Equal("08:00", all[1].GetProperty("departure").GetString());
        Assert.Contains("YY-22", await shell.OutAsync("vehicles", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_lines_of_vehicles_are_told()
    {
        using Shell shell = new();

        Said said = await shell.RunAsync("vehicles", "import", shell.Written("in.csv", "id,maxKw,phases,target\nA,\"7,4\",3,0.9\nB,7.4,9,1.5\n"));

        Assert.Equal(1, said.Code);
        Assert.Contains("line 2: maxKw '7,4'", said.Error, StringComparison.Ordinal);
        Assert.Contains("line 3: phases 9", said.Error, StringComparison.Ordinal);
        Assert.Contains("line 3: target 1.5", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charger_may_be_accepted_before_it_comes()
    {
        using Shell shell = new();

        Assert.Contains("has not connected yet", await shell.OutAsync("charge-points", "accept", "CP01"), StringComparison.Ordinal);
        Assert.Contains("CP01     not connected", await shell.OutAsync("charge-points", "list"), StringComparison.Ordinal);
        await shell.OutAsync("charge-points", "refuse", "CP01");
        Assert.Contains("CP01     refused", await shell.OutAsync("charge-points", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_holds_the_cards_and_overwrites_nothing()
    {
        using Shell shell = new();
        await shell.OutAsync("cards", "add", "A");
        string copies = Directory.CreateDirectory(shell.File("copies")).FullName;
        string copy = Path.Combine(copies, "edge.db");

        await shell.OutAsync("backup", copy);
        Said again = await shell.RunAsync("backup", copy);

        Assert.Equal(1, again.Code);
        Assert.Contains("A,,site", await shell.OutAsync("cards", "export", "--data", copies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_another_holds_the_files_the_command_says_so()
    {
        using Shell shell = new();
        using Ledger held = Ledger.Open(shell.Data, TimeProvider.System, new Random(1)).Ledger;

        Said said = await shell.RunAsync("cards", "add", "A");

        Assert.Equal(1, said.Code);
        Assert.Contains("in use", said.Error, StringComparison.Ordinal);
    }
}
