using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Configuration;

/// <summary>Groups form trees below the grid connection: every parent exists, and none is its own ancestor.</summary>
internal static class GroupReader
{
    public static ImmutableArray<GroupSettings> Read(List<ObjectReader> items, GridSettings grid)
    {
        List<(ObjectReader From, GroupSettings Group)> read = [];
        foreach (ObjectReader from in items)
        {
            from.Require("id", "a name for the group, as \"garage\"");
            from.Require("fuseA", "the fuse the group hangs behind");
            string? id = from.Text("id", ConfigurationTexts.Id);
            GroupSettings group = new(id ?? "", from.Amperes("fuseA") ?? grid.Fuse, from.Text("parent", ConfigurationTexts.Id));
            from.Finish();
            if (id is not null && read.Any(r => r.Group.Id == id))
            {
                from.Error("id", "is taken by a group above; each needs its own");
                continue;
            }

            read.Add((from, group));
        }

        foreach ((ObjectReader from, GroupSettings group) in read)
        {
            CheckParent(from, group, read, grid);
        }

        return [.. read.Select(r => r.Group)];
    }

    private static void CheckParent(ObjectReader from, GroupSettings group, List<(ObjectReader From, GroupSettings Group)> all, GridSettings grid)
    {
        GroupSettings? parent = all.FirstOrDefault(r => r.Group.Id == group.Parent).Group;
        if (group.Parent is not null && parent is null)
        {
            from.Error("parent", $"is no group of this file; there {Names(all)}");
            return;
        }

        if (Circle(group, all) is { } circle)
        {
            from.Error("parent", $"goes round in a circle: {circle}; one of them must hang behind the grid connection (no parent)");
            return;
        }

        Amperes above = parent?.Fuse ?? grid.Fuse;
        if (group.Fuse > above)
        {
            from.Warn("fuseA", $"is above the fuse of {(parent is null ? "the grid connection" : $"its parent {parent.Id}")} ({above}), which then is the one that blows");
        }
    }

    /// <summary>The way from a group back to itself, in words; null where there is none.</summary>
    private static string? Circle(GroupSettings group, List<(ObjectReader From, GroupSettings Group)> all)
    {
        List<string> way = [group.Id];
        GroupSettings? at = group;
        while (at?.Parent is { } next && way.Count <= all.Count + 1)
        {
            way.Add(next);
            if (next == group.Id)
            {
                return string.Join(" → ", way);
            }

            at = all.FirstOrDefault(r => r.Group.Id == next).Group;
        }

        return null;
    }

    private static string Names(List<(ObjectReader From, GroupSettings Group)> all) =>
        all.Count == 0 ? "are none" : $"are {string.Join(", ", all.Select(r => ConfigurationNode.Clean(r.Group.Id)))}";
}
