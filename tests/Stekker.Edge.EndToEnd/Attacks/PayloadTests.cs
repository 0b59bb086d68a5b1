using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Attacks;

/// <summary>What is said on a line that was rightly got.</summary>
public sealed class PayloadTests
{
    /// <summary>At the limit of an idTag (OCPP 1.6: 20 characters).</summary>
    private static readonly string[] Injections = ["'; DROP TABLE card;", "x' OR '1'='1", "\"; DELETE FROM a;--", "%27%20OR%201=1", "$0); SELECT 1;--"];

    public static TheoryData<string> Bombs => ["deep", "digits", "exponent", "keys", "elements", "long"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_JSON_bomb_hurts_nobody_but_its_own_line(string bomb)
    {
        string frame = bomb switch
        {
            "deep" => $"[2,\"a\",\"DataTransfer\",{{\"vendorId\":\"x\",\"data\":{new string('[', 60_000)}{new string(']', 60_000)}}}]",
            "digits" => $"[2,\"a\",\"StartTransaction\",{{\"connectorId\":1,\"idTag\":\"A\",\"meterStart\":{new string('9', 200_000)},\"timestamp\":\"2026-01-01T00:00:00Z\"}}]",
            "exponent" => "[2,\"a\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"A\",\"meterStart\":1e999999999,\"timestamp\":\"2026-01-01T00:00:00Z\"}]",
            "keys" => $"[2,\"a\",\"Heartbeat\",{{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"k{i % 7}\":1"))}}}]",
            "elements" => $"[2,\"a\",\"MeterValues\",{{\"connectorId\":1,\"meterValue\":[{string.Join(',', Enumerable.Repeat("{}", 80_000))}]}}]",
            _ => $"[2,\"a\",\"DataTransfer\",{{\"vendorId\":\"x\",\"data\":\"{new string('x', 300_000)}\"}}]",
        };
        await using UnderAttack site = await UnderAttack.StartAsync(new Site().With("BAD"));
        for (int i = 0; i < 5; i++)
        {
            using RawCharger bad = await RawCharger.ConnectAsync(site.Site, "BAD");
            try
            {
                await bad.Line.SendAsync(frame);
                await bad.TryCallAsync("Heartbeat", []);
            }
            catch (Exception e) when (RawLine.IsBroken(e))
            {
                // Shown the door.
            }

            await site.ServesAsync();
        }

        if (bomb == "long")
        {
            await site.Edge.SaidAsync("it sent a message of more than 262144 bytes");
        }

        await site.EndsWellAsync();
    }

    [Fact]
    public async Task SQL_in_tags_is_a_tag_like_any_other()
    {
        await using UnderAttack site = await UnderAttack.StartAsync();
        foreach (string tag in Injections)
        {
            JsonElement answer = await site.Good.CallAsync("Authorize", new JsonObject { ["idTag"] = tag });
            Assert.Equal("Invalid", answer.GetProperty("idTagInfo").GetProperty("status").GetString());
        }

        await site.Site.Cli.RunAsync("cards", "add", Injections[0], "--label", "'; DROP TABLE session;--");
        string list = Path.Combine(site.Site.Folder, "cards.csv");
        await File.WriteAllLinesAsync(list, ["idTag,label", .. Injections.Skip(1).Select(t => $"\"{t.Replace("\"", "\"\"", StringComparison.Ordinal)}\",\"{t.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")]);
        await site.Site.Cli.RunAsync("cards", "import", list);

        string[] kept = [.. (await site.Site.Cli.JsonAsync("cards", "list")).EnumerateArray().Select(c => c.GetProperty("idTag").GetString()!.ToUpperInvariant())];
        Assert.Equal(Injections.Select(t => t.ToUpperInvariant()).Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        foreach (string tag in Injections)
        {
            JsonElement answer = await site.Good.CallAsync("Authorize", new JsonObject { ["idTag"] = tag });
            Assert.Equal("Accepted", answer.GetProperty("idTagInfo").GetProperty("status").GetString());
        }

        await site.Site.Cli.RunAsync("sessions", "list");
        await site.EndsWellAsync();
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_wherever_it_is_told_to_go()
    {
        await using UnderAttack site = await UnderAttack.StartAsync();
        string precious = Path.Combine(site.Site.Folder, "precious");
        await File.WriteAllTextAsync(precious, "mine");
        foreach (string target in (string[])[precious, Path.Combine(site.Site.Data, "..", "precious"), Path.Combine(site.Site.Data, "edge.db"), site.Site.Folder])
        {
            CliResult result = await site.Site.Cli.TryAsync("backup", target);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("is there already", result.Err, StringComparison.Ordinal);
        }

        Assert.Equal("mine", await File.ReadAllTextAsync(precious));
        await site.EndsWellAsync();
    }
}
