using Stekker.Edge.Twin.Sockets;

namespace Stekker.Edge.Twin.Tests.Sockets;

public sealed class FuseWatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Time_above_the_fuse_adds_up_until_it_is_back_below()
    {
        FuseWatch fuse = new(35);
        foreach (double amperes in (double[])[36, 40, 34, 36, 36, 36, 35])
        {
            fuse.See(0, amperes, Second);
        }

        Assert.Equal((3 * Second, 0, 40.0), (fuse.Longest, fuse.LongestPhase, fuse.HighestA));
    }

    [Fact]
    public void Phases_count_apart()
    {
        FuseWatch fuse = new(35);
        fuse.See(0, 36, Second);
        fuse.See(1, 36, Second);
        fuse.See(1, 36, Second);
        fuse.See(0, 30, Second);

        Assert.Equal((2 * Second, 1), (fuse.Longest, fuse.LongestPhase));
    }

    [Fact]
    public void At_the_fuse_is_not_above_it()
    {
        FuseWatch fuse = new(35);
        fuse.See(2, 35, Second);

        Assert.Equal(TimeSpan.Zero, fuse.Longest);
    }
}
