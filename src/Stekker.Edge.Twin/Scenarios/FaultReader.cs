using System.Collections.Immutable;
using Stekker.Edge.Twin.Virtual;

namespace Stekker.Edge.Twin.Scenarios;

/// <summary>Faults by chance (how many a day at the whole site) and by plan.</summary>
internal static class FaultReader
{
    private static readonly ImmutableArray<(string Word, FaultKind Kind)> Kinds =
    [
        ("lineClosed", FaultKind.LineClosed),
        ("lineHalfOpen", FaultKind.LineHalfOpen),
        ("edgeKilled", FaultKind.EdgeKilled),
        ("meterSilent", FaultKind.MeterSilent),
        ("clockLost", FaultKind.ClockLost),
        ("ledgerFull", FaultKind.LedgerFull),
        ("limitIgnored", FaultKind.LimitIgnored),
        ("limitRoundedUp", FaultKind.LimitRoundedUp),
    ];

    public static ImmutableArray<FaultRate> Rates(ScenarioNode root)
    {
        if (root.Object("faultsPerDay") is not { } node)
        {
            return [];
        }

        List<FaultRate> rates = [];
        foreach ((string word, FaultKind kind) in Kinds)
        {
            double perDay = node.Number(word, 0, 1_000, 0);
            if (perDay > 0)
            {
                rates.Add(new FaultRate(kind, perDay));
            }
        }

        node.End();
        return [.. rates];
    }

    public static ImmutableArray<PlannedFault> Planned(ScenarioNode root)
    {
        List<PlannedFault> planned = [];
        foreach (ScenarioNode node in root.List("faults"))
        {
            planned.Add(new PlannedFault(
                node.Choice<FaultKind>("kind", null, Kinds.AsSpan()),
                TimeSpan.FromHours(node.Number("atHour", 0, 100_000)),
                TimeSpan.FromSeconds(node.Number("lastsS", 1, 1_000_000)),
                node.OptionalText("chargePoint")));
            node.End();
        }

        return [.. planned];
    }
}
