using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Configuration;

internal static class ChargePointReader
{
    private static readonly string[] PhaseMaps =
        ["L1,L2,L3", "L2,L3,L1", "L3,L1,L2", "L1,L3,L2", "L2,L1,L3", "L3,L2,L1", "L1", "L2", "L3"];

    public static ImmutableArray<ChargePointSettings> Read(List<ObjectReader> items, GridSettings grid, ImmutableArray<GroupSettings> groups)
    {
        List<ChargePointSettings> read = [];
        foreach (ObjectReader from in items)
        {
            from.Require("id", "the id the charger connects with");
            string? id = from.Text("id", ConfigurationTexts.ChargePoint);
            if (id is not null && read.Any(c => c.Id == id))
            {
                from.Error("id", "is taken by a charge point above; each needs its own");
            }

            Amperes? max = from.Amperes("maxA");
            string? group = from.Text("group", ConfigurationTexts.Id);
            if (group is not null && !groups.Any(g => g.Id == group))
            {
                from.Error("group", groups.IsEmpty ? "is no group of this file; there are none" : $"is no group of this file; there are {string.Join(", ", groups.Select(g => g.Id))}");
            }

            string? password = from.Text("password", ConfigurationTexts.ChargePointPassword, secret: true);
            read.Add(new ChargePointSettings(id ?? "", password, max, Connectors(from.List("connectors"), max, grid), group));
            from.Finish();
        }

        return [.. read];
    }

    private static ImmutableArray<ConnectorSettings> Connectors(List<ObjectReader> items, Amperes? chargePointMax, GridSettings grid)
    {
        List<ConnectorSettings> read = [];
        foreach (ObjectReader from in items)
        {
            from.Require("id", "the connector's number, from 1");
            int? id = from.Whole("id", 1, 64);
            if (id is not null && read.Any(c => c.Id == id))
            {
                from.Error("id", "is taken by a connector above; each needs its own");
            }

            Amperes? max = from.Amperes("maxA");
            if (max is { } most && chargePointMax is { } all && most > all)
            {
                from.Warn("maxA", $"is above the charge point's own maxA ({all}), which counts");
            }

            read.Add(new ConnectorSettings(id ?? 0, max, Phases(from, grid)));
            from.Finish();
        }

        return [.. read];
    }

    private static string? Phases(ObjectReader from, GridSettings grid)
    {
        string? map = from.Text("phases", text => (PhaseMaps.Contains(Plain(text)), grid.Phases) switch
        {
            (false, _) => "must be the grid's phases behind the connector's L1, L2 and L3, each once, as \"L2,L3,L1\", or the one phase it has, as \"L1\"",
            (true, 1) when Plain(text) != "L1" => "does not fit: the grid connection has one phase (grid.phases is 1), so it must be \"L1\"",
            _ => null,
        });
        return map is null ? null : Plain(map);
    }

    private static string Plain(string map) => map.Replace(" ", "", StringComparison.Ordinal);
}
