namespace Stekker.Edge.Twin.Virtual;

/// <summary>Why a limit was exceeded though everything was done right.</summary>
public enum Excuse
{
    /// <summary>The building alone was above it.</summary>
    BuildingAlone,

    /// <summary>A charger that nothing could reach, or that does not keep its limit, took so much.</summary>
    ChargerBeyondReach,

    /// <summary>The building grew while the edge was down.</summary>
    EdgeDown,

    /// <summary>The building grew, while the grid meter was silent, beyond what was kept free for it.</summary>
    MeterSilent,
}

/// <summary>How often each excuse was needed, and for how much.</summary>
public sealed class ExcuseBook
{
    private readonly int[] fuse = new int[4];
    private readonly int[] ptu = new int[4];

    public int OfFuse(Excuse excuse) => fuse[(int)excuse];

    public int OfPtu(Excuse excuse) => ptu[(int)excuse];

    internal void CountFuse(Excuse excuse) => fuse[(int)excuse]++;

    internal void CountPtu(Excuse excuse) => ptu[(int)excuse]++;
}
