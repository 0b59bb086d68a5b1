using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class TopologyTests
{
    private static readonly Amperes Fuse = Amperes.FromWhole(40);

    public static TheoryData<string, GroupLimit[], string> Wrong => new()
    {
        { "a parent nobody knows", [new("a", Fuse, "b")], "parent 'b' of 'a' is no group" },
        { "its own parent", [new("a", Fuse, "a")], "'a' hangs on itself" },
        { "a cycle of three", [new("a", Fuse, "b"), new("b", Fuse, "c"), new("c", Fuse, "a")], "'c' hangs on itself" },
        { "fuse 0", [new("a", Amperes.Zero)], "fuseA of 'a' is 0 A" },
        { "one id twice", [new("a", Fuse), new("a", Fuse)], "'a' is there twice" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_told(string what, GroupLimit[] groups, string expected)
    {
        (Topology? tree, var errors) = Topology.Build(groups, []);

        Assert.True(tree is null, what);
        Assert.Contains(errors, e => e.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_charge_point_in_no_known_group_is_told() =>
        Assert.Contains(
            "group 'x' of 'CP1' is no group",
            Topology.Build([], [new ChargePointPlace("CP1", Group: "x")]).Errors.Single(),
            StringComparison.Ordinal);

    [Fact]
    public void A_group_before_its_parent_is_fine() => Assert.NotNull(Topology.Build([new("cable", Fuse, "board"), new("board", Fuse)], []).Tree);
}
