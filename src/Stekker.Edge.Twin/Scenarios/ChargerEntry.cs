using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.Virtual;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Scenarios;

/// <summary>A charger of a scenario: what the site is told of it, what it is, and how it speaks.</summary>
internal sealed record ChargerEntry(ChargePointSettings Configured, ImmutableArray<EvseSettings> Evses, VirtualChargerSettings Voice)
{
    public static ImmutableArray<ChargerEntry> ReadAll(ScenarioNode root, GridSettings grid)
    {
        List<ChargerEntry> entries = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (ScenarioNode node in root.List("chargePoints"))
        {
            ChargerEntry entry = Read(node, grid);
            entries.Add(entry);
            if (!ids.Add(entry.Configured.Id))
            {
                node.Complain("id", $"'{entry.Configured.Id}'", "it is there twice; each charge point has its own");
            }
        }

        if (entries.Count == 0)
        {
            root.Complain("chargePoints", "are missing", "it is a list of at least one, as { \"id\": \"CP01\", \"maxA\": 32 }");
        }

        return [.. entries];
    }

    private static ChargerEntry Read(ScenarioNode node, GridSettings grid)
    {
        string id = node.Text("id");
        double maxA = node.Number("maxA", 6, 80, 32);
        string? group = node.OptionalText("group");
        int outlets = node.Whole("outlets", 1, 2, 1);
        bool told = node.Flag("wiringConfigured", false);
        PhaseWiring wiring = Wiring(node, grid.Phases, out string wired);
        bool canSwitch = node.Flag("canSwitchPhases", false);
        VirtualChargerSettings voice = new(id)
        {
            CanSwitchPhases = canSwitch,
            Unit = node.Choice<LimitUnit>("limitUnit", LimitUnit.Amperes, ("A", LimitUnit.Amperes), ("W", LimitUnit.Watts)),
            TellsCurrents = node.Flag("tellsCurrents", true),
            SampleEvery = node.Has("sampleS") ? TimeSpan.FromSeconds(node.Whole("sampleS", 1, 900)) : null,
        };
        TimeSpan latency = TimeSpan.FromMilliseconds(node.Number("latencyMs", 0, 10_000, 400));
        node.End();
        List<EvseSettings> evses = [];
        List<ConnectorSettings> connectors = [];
        for (int connector = 1; connector <= outlets; connector++)
        {
            evses.Add(new EvseSettings
            {
                ChargePointId = id,
                ConnectorId = connector,
                MaxA = maxA,
                Phases = wiring.WiredCount,
                Rotation = wired[1] - '1',
                CanSwitchPhases = canSwitch,
                Latency = latency,
            });
            connectors.Add(new ConnectorSettings(connector, DeciA(maxA), told ? wired : null));
        }

        return new ChargerEntry(new ChargePointSettings(id, null, DeciA(maxA * outlets), [.. connectors], group), [.. evses], voice);
    }

    /// <summary>A rotation of the three, as installers make it, or one phase alone.</summary>
    private static PhaseWiring Wiring(ScenarioNode node, int gridPhases, out string wired)
    {
        wired = node.Text("phases", gridPhases == 1 ? "L1" : "L1,L2,L3");
        if (wired is not ("L1,L2,L3" or "L2,L3,L1" or "L3,L1,L2" or "L1" or "L2" or "L3") || (gridPhases == 1 && wired != "L1"))
        {
            node.Complain("phases", $"'{wired}'", gridPhases == 1 ? "it is L1 on a connection of one phase" : "it is L1,L2,L3 or L2,L3,L1 or L3,L1,L2, or one of the three alone");
            wired = "L1";
        }

        return PhaseWiring.TryParse(wired)!.Value;
    }

    private static Amperes DeciA(double a) => Amperes.FromDeciamperes((int)Math.Round(a * 10));
}
