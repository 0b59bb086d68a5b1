using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Tests.Virtual;

/// <summary>Short stories at the sites of the scenarios, told where the most is going on.</summary>
internal static class Story
{
    public const double Hours = 2.5;

    /// <summary>A year's faults would leave most short stories without any.</summary>
    private const double FaultsTimes = 20;

    private static readonly Dictionary<string, Scenario> Loaded = ScenarioLibrary.Names.ToDictionary(n => n, ScenarioLibrary.Load);

    public static Scenario Quiet(string name, ulong seed, double hours = Hours)
    {
        Scenario scenario = Loaded[name];
        int startsUtcHour = scenario.World.Kind switch { SiteKind.Garage => 16, SiteKind.Office => 6, SiteKind.Depot => 14, _ => 11 };
        return scenario.WithFaults(0) with
        {
            Seed = seed,
            Duration = TimeSpan.FromHours(hours),
            World = scenario.World with { Start = scenario.World.Start.AddDays(seed * 37 % 365).AddHours(startsUtcHour).AddMinutes(seed * 13 % 60) },
        };
    }

    public static Scenario Of(string name, ulong seed) => Quiet(name, seed) with { Faults = Loaded[name].WithFaults(FaultsTimes).Faults };
}
