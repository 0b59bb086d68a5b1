using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Attacks;

/// <summary>Who guesses passwords, and who tries what an id may be.</summary>
public sealed class LoginTests
{
    private const string Right = "right-password-of-CP01";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_guesser_waits_longer_and_longer_and_the_charger_from_elsewhere_gets_in(bool hashed)
    {
        string configured = hashed ? await HashedAsync(Right) : Right;
        await using UnderAttack site = await UnderAttack.StartAsync(new Site().With("CP01", configured));
        List<string> answers = [];
        for (int i = 0; i < 200; i++)
        {
            answers.Add(await site.AskAsync("/ocpp/CP01", $"CP01:guess-number-{i}"));
        }

        Assert.StartsWith("HTTP/1.1 401", answers[0], StringComparison.Ordinal);
        Assert.All(answers, a => Assert.True(a.StartsWith("HTTP/1.1 401", StringComparison.Ordinal) || a.StartsWith("HTTP/1.1 429", StringComparison.Ordinal), a));
        Assert.InRange(answers.Count(a => a.StartsWith("HTTP/1.1 401", StringComparison.Ordinal)), 1, 5);
        Assert.Contains(answers, a => a.Contains("Retry-After: ", StringComparison.Ordinal));

        using RawCharger charger = await RawCharger.ConnectAsync(site.Site, "CP01", Right);
        Assert.Equal("Accepted", (await charger.BootAsync()).GetProperty("status").GetString());
        await site.Edge.SaidAsync($"{UnderAttack.Attacker} gave one wrong password after the other");
        Assert.Equal(1, site.Edge.Times("wrong password after the other"));
        Assert.Equal(1, site.Edge.Times("gave no or a wrong password"));
        Assert.DoesNotContain("guess-number", site.Edge.Told(), StringComparison.Ordinal);
        await site.EndsWellAsync();
    }

    [Fact]
    public async Task Tricks_with_charge_point_ids_find_nothing_and_leave_nothing()
    {
        await using UnderAttack site = await UnderAttack.StartAsync();
        string[] before = Files(site.Site);
        foreach (string target in (string[])
            ["/ocpp/..", "/ocpp/../../etc/passwd", "/ocpp/..%2f..%2fetc%2fpasswd", "/ocpp/%2e%2e%5cboot.ini", "/ocpp/CP%00.db", "/ocpp/CP%0d%0aSet-Cookie:%20a=b",
             "/ocpp/file:%2f%2f%2fetc%2fpasswd", "/ocpp/%c0%ae%c0%ae", "//ocpp/GOOD", "/ocpp/GOOD/../GOOD2", "/", "/v1/status", $"/ocpp/{new string('A', 3000)}"])
        {
            string answer = await site.AskAsync(target);
            Assert.True(answer.StartsWith("HTTP/1.1 404", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), $"{target}: {answer}");
            Assert.DoesNotContain("Set-Cookie", answer, StringComparison.Ordinal);
        }

        // Good as ids, and names of files of ours: an id names no file.
        foreach (string id in (string[])["edge.db", "control.sock", "'; DROP TABLE card;--"])
        {
            using RawCharger named = await RawCharger.ConnectAsync(site.Site, Uri.EscapeDataString(id));
            await named.BootAsync();
        }

        Assert.Equal(before, Files(site.Site));
        Assert.Equal(1, site.Edge.Times("was turned away"));
        await site.EndsWellAsync();
    }

    private static string[] Files(Site site) => [.. Directory.EnumerateFileSystemEntries(site.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task<string> HashedAsync(string password)
    {
        await using ChildProcess command = ChildProcess.Start(EdgeBinary.Location, ["password"]);
        await command.WriteLineAsync(password);
        Assert.Equal(0, await command.Exited.OrFail("the hash", command.Told));
        return Assert.Single(command.Output.All);
    }
}
