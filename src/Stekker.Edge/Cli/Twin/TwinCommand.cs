using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Twin.Market;
using Stekker.Edge.Twin.Reporting;
using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.Virtual;

namespace Stekker.Edge.Cli.Twin;

/// <summary>A site in virtual time, with everything that goes wrong in a year, and what came of it.</summary>
internal static class TwinCommand
{
    private static readonly (string Word, LimitPolicy Policy)[] Policies =
        [("balancer", LimitPolicy.Balancer), ("equal-share", LimitPolicy.EqualShare), ("first-come", LimitPolicy.FirstComeFirstServed)];

    public static Command Definition => new(
        "twin",
        "runs a site's digital twin in virtual time and reports what held",
        [],
        [
            new Option("--scenario", "FILE|NAME", $"a scenario file, or one that comes along: {string.Join(", ", ScenarioLibrary.Names)}"),
            new Option("--report", "FILE", "writes the report there, as JSON"),
            new Option("--days", "N", "how long it runs (else as the scenario says)"),
            new Option("--seed", "N", "another one tells another story (else as the scenario says)"),
            new Option("--policy", "NAME", $"who decides: {string.Join(", ", Policies.Select(p => p.Word))} (else balancer, which is the product)"),
            new Option("--prices", "HOW", "gives the site day-ahead prices; it knows what comes as own (by its own forecasts), imperfect or perfect, or charges at-once all the same"),
            new Option("--json", null, "prints the report as JSON instead of a table"),
        ],
        RunAsync)
    {
        Details = "The site's own decisions run as in the daemon; building, sun, cars, chargers, meters and faults are simulated, and the same seed gives the same run.\n"
            + "Ends with 1 when an invariant is broken: a fuse or the contracted capacity exceeded without excuse, a session lost or doubled, energy miscounted.",
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        LimitPolicy policy = PolicyOf(call);
        Scenario scenario = await ReadAsync(call.Required("--scenario"), cancel);
        scenario = scenario with
        {
            Duration = call.Number("--days", 0.01m, 3_660) is { } days ? TimeSpan.FromDays((double)days) : scenario.Duration,
            Seed = call.Whole("--seed", 0, int.MaxValue) is { } seed ? (ulong)seed : scenario.Seed,
        };
        string? file = call.Text("--report");
        VirtualSite site = Site(call.Text("--prices"), scenario, policy);
        long begun = TimeProvider.System.GetTimestamp();
        site.Run(cancel);
        cancel.ThrowIfCancellationRequested();
        TwinReport report = TwinReport.Of(site, policy, TimeProvider.System.GetElapsedTime(begun));
        if (file is not null)
        {
            await WriteAsync(file, report.ToJson(), cancel);
        }

        call.Terminal.Say(call.Has("--json") ? report.ToJson() : TwinText.Of(report));
        return report.Holds ? ExitCode.Done : ExitCode.Failed;
    }

    private static VirtualSite Site(string? prices, Scenario scenario, LimitPolicy policy) => prices switch
    {
        null => new VirtualSite(scenario, policy),
        "own" => new VirtualSite(MarketStall.Priced(scenario), policy),
        "imperfect" => new VirtualSite(MarketStall.Priced(scenario), policy, Foresight.Imperfect),
        "perfect" => new VirtualSite(MarketStall.Priced(scenario), policy, Foresight.Perfect),
        "at-once" => new VirtualSite(MarketStall.Priced(scenario), policy, plansByPrice: false),
        _ => throw new UsageException($"--prices '{prices}': it is own, imperfect, perfect or at-once"),
    };

    private static LimitPolicy PolicyOf(Invocation call)
    {
        if (call.Text("--policy") is not { } said)
        {
            return LimitPolicy.Balancer;
        }

        foreach ((string word, LimitPolicy policy) in Policies)
        {
            if (word == said)
            {
                return policy;
            }
        }

        throw new UsageException($"--policy '{said}': it is one of {string.Join(", ", Policies.Select(p => p.Word))}");
    }

    private static async Task<Scenario> ReadAsync(string said, CancellationToken cancel)
    {
        string text;
        try
        {
            text = ScenarioLibrary.Text(said) ?? await File.ReadAllTextAsync(said, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--scenario '{said}' is neither a file that can be read nor one of {string.Join(", ", ScenarioLibrary.Names)}: {e.Message}");
        }

        return ScenarioReader.Read(Path.GetFileNameWithoutExtension(said), text) switch
        {
            ScenarioReading.Read read => read.Scenario,
            ScenarioReading.Wrong wrong => throw new CommandFailedException($"scenario '{said}' cannot be used:\n  {string.Join("\n  ", wrong.Errors)}"),
            _ => throw new Core.Site.InvariantBrokenException("a scenario is read or wrong"),
        };
    }

    private static async Task WriteAsync(string file, string json, CancellationToken cancel)
    {
        try
        {
            await File.WriteAllTextAsync(file, json + "\n", cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--report '{file}' cannot be written: {e.Message}");
        }
    }
}
