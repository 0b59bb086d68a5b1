using System.Collections.Frozen;
using System.Collections.Immutable;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// A sub-board or cable with a fuse of its own. Only the cars behind it are counted against it: what else hangs there is not measured, so its
/// fuse is to be given less that load.
/// </summary>
/// <param name="Parent">Null hangs on the main fuse.</param>
public sealed record GroupLimit(string Id, Amperes Fuse, string? Parent = null);

/// <param name="Max">Installation limit of the whole charge point per phase; null is none of its own.</param>
public sealed record ChargePointPlace(string Id, Amperes? Max = null, string? Group = null);

/// <summary>
/// The tree of fuses that cars draw through: main fuse, sub-boards, cables, charge points, to any depth. Node 0 is the main fuse; a parent
/// comes before its children. Made once per configuration.
/// </summary>
public sealed class Topology
{
    private readonly ImmutableArray<Node> nodes;
    private readonly FrozenDictionary<string, int> places;

    private Topology(ImmutableArray<Node> nodes, Dictionary<string, int> places)
    {
        this.nodes = nodes;
        this.places = places.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static readonly Topology MainFuseOnly = new([new Node(-1, int.MaxValue / 4)], []);

    internal readonly record struct Node(int Parent, int FuseDeciA);

    internal int Count => nodes.Length;

    /// <summary>The main fuse's own value is in <see cref="GridLimits"/>; here it is boundless.</summary>
    internal int FuseDeciA(int node) => nodes[node].FuseDeciA;

    internal int Parent(int node) => nodes[node].Parent;

    /// <summary>A charge point the configuration does not name hangs on the main fuse.</summary>
    internal int NodeOf(string chargePointId) => places.GetValueOrDefault(chargePointId);

    /// <summary>The tree, or every error in the installer's words.</summary>
    public static (Topology? Tree, ImmutableArray<string> Errors) Build(IReadOnlyList<GroupLimit> groups, IReadOnlyList<ChargePointPlace> chargePoints)
    {
        List<string> errors = [];
        Dictionary<string, GroupLimit> byId = new(StringComparer.Ordinal);
        foreach (GroupLimit group in groups)
        {
            if (!byId.TryAdd(group.Id, group))
            {
                errors.Add($"groups: '{group.Id}' is there twice; give each group its own id");
            }

            if (group.Fuse <= Amperes.Zero)
            {
                errors.Add($"groups: fuseA of '{group.Id}' is {group.Fuse}; it must be above 0");
            }
        }

        foreach (GroupLimit group in groups)
        {
            if (group.Parent is { } parent && !byId.ContainsKey(parent))
            {
                errors.Add($"groups: parent '{parent}' of '{group.Id}' is no group; name one of the groups, or null for the main fuse");
            }

            if (InCycle(group, byId))
            {
                errors.Add($"groups: '{group.Id}' hangs on itself by its parents; one of them must hang on the main fuse");
            }
        }

        foreach (ChargePointPlace chargePoint in chargePoints)
        {
            if (chargePoint.Group is { } id && !byId.ContainsKey(id))
            {
                errors.Add($"chargePoints: group '{id}' of '{chargePoint.Id}' is no group; name one of the groups, or none");
            }
        }

        return errors.Count > 0 ? (null, [.. errors]) : (Grow(groups, chargePoints, byId), []);
    }

    private static bool InCycle(GroupLimit group, Dictionary<string, GroupLimit> byId)
    {
        GroupLimit? at = group;
        for (int steps = 0; steps <= byId.Count && at is not null; steps++)
        {
            at = at.Parent is { } parent ? byId.GetValueOrDefault(parent) : null;
            if (at?.Id == group.Id)
            {
                return true;
            }
        }

        return false;
    }

    private static Topology Grow(IReadOnlyList<GroupLimit> groups, IReadOnlyList<ChargePointPlace> chargePoints, Dictionary<string, GroupLimit> byId)
    {
        List<Node> nodes = [new Node(-1, int.MaxValue / 4)];
        Dictionary<string, int> placed = new(StringComparer.Ordinal);

        int Place(GroupLimit group)
        {
            if (!placed.TryGetValue(group.Id, out int node))
            {
                int parent = group.Parent is { } p ? Place(byId[p]) : 0;
                node = nodes.Count;
                nodes.Add(new Node(parent, group.Fuse.Deciamperes));
                placed[group.Id] = node;
            }

            return node;
        }

        foreach (GroupLimit group in groups)
        {
            Place(group);
        }

        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (ChargePointPlace chargePoint in chargePoints)
        {
            int parent = chargePoint.Group is { } group ? placed[group] : 0;
            if (chargePoint.Max is { } max)
            {
                nodes.Add(new Node(parent, max.Deciamperes));
                parent = nodes.Count - 1;
            }

            places[chargePoint.Id] = parent;
        }

        return new Topology([.. nodes], places);
    }
}
