using System.Globalization;
using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.Virtual;
using Xunit.Abstractions;

namespace Stekker.Edge.Twin.Tests.Virtual;

/// <summary>
/// Many short stories over the four scenarios, with far more faults than a year brings. A failing one is printed and replays with
/// TWIN_SEED=scenario:seed; TWIN_SEEDS=N takes more of them.
/// </summary>
public sealed class SeededScenariosTests(ITestOutputHelper output)
{
    private const int Usual = 1_000;

    [Fact]
    public void Whatever_goes_wrong_fuse_and_PTU_hold_and_no_session_is_lost()
    {
        (string Scenario, ulong Seed)[] stories = Stories();
        string?[] broken = [.. stories.AsParallel().AsOrdered().Select(s => Broken(s.Scenario, s.Seed)).Where(b => b is not null)];

        output.WriteLine($"{stories.Length} stories, {Story.Hours} h each");
        Assert.True(broken.Length == 0, $"{broken.Length} of {stories.Length} broken\n{string.Join('\n', broken.Take(12))}");
    }

    [Fact]
    public void The_same_seed_tells_the_same_story_and_another_seed_another()
    {
        Assert.Equal(Trace(5), Trace(5));
        Assert.NotEqual(Trace(5), Trace(6));
    }

    private static (string Scenario, ulong Seed)[] Stories()
    {
        if (Environment.GetEnvironmentVariable("TWIN_SEED") is { Length: > 0 } one)
        {
            string[] parts = one.Split(':');
            return [(parts[0], ulong.Parse(parts[1], CultureInfo.InvariantCulture))];
        }

        int count = Environment.GetEnvironmentVariable("TWIN_SEEDS") is { Length: > 0 } more ? int.Parse(more, CultureInfo.InvariantCulture) : Usual;
        return [.. Enumerable.Range(0, count).Select(i => (ScenarioLibrary.Names[i % ScenarioLibrary.Names.Length], (ulong)(1 + (i / ScenarioLibrary.Names.Length))))];
    }

    private static string? Broken(string scenario, ulong seed)
    {
        VirtualSite site = new(Story.Of(scenario, seed));
        site.Run();
        return site.Violations.Count == 0
            ? null
            : $"{scenario} seed {seed}: {string.Join("; ", site.Violations.InWords.Take(3))}. TWIN_SEED={scenario}:{seed} replays it.";
    }

    private static string Trace(ulong seed)
    {
        List<string> lines = [];
        VirtualSite site = new(Story.Of("garage", seed)) { Looked = s => lines.Add(string.Create(CultureInfo.InvariantCulture, $"{s.World.At} {s.World.GridA(0):R} {s.Steps}")) };
        site.Run();
        return string.Join('\n', lines);
    }
}
