using System.Globalization;
using Xunit.Abstractions;

namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

public sealed class SeededSitesTests(ITestOutputHelper output)
{
    private const int Sites = 200;

    private const int Seconds = 1500;

    [Fact]
    public void Whatever_building_sun_cars_and_faults_do_fuse_group_and_PTU_hold()
    {
        string? one = Environment.GetEnvironmentVariable("BALANCER_SEED");
        int sites = Asked("BALANCER_SITES", Sites);
        int length = Asked("BALANCER_SECONDS", Seconds);
        int[] seeds = one is { Length: > 0 } ? [.. one.Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture))] : [.. Enumerable.Range(1, sites)];
        string?[] broken = [.. seeds.AsParallel().AsOrdered().Select(seed => Broken(seed, length, one is { Length: > 0 })).Where(b => b is not null)];

        output.WriteLine($"{seeds.Length} sites, seeds {seeds[0]} to {seeds[^1]}, {length} s each");
        Assert.True(broken.Length == 0, $"{broken.Length} of {seeds.Length} broken\n{string.Join('\n', broken.Take(15))}");
    }

    private static int Asked(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int asked) ? asked : otherwise;

    private static string? Broken(int seed, int length, bool telling)
    {
        try
        {
            new SimSite(seed) { Telling = telling }.Run(length);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_grants() => Assert.Equal(new SimSite(77).Run(900), new SimSite(77).Run(900));

    [Fact]
    public void Another_seed_gives_others() => Assert.NotEqual(new SimSite(77).Run(900), new SimSite(78).Run(900));
}
