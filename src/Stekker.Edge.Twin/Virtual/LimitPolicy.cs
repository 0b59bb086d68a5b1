namespace Stekker.Edge.Twin.Virtual;

/// <summary>Who decides what each car may draw.</summary>
public enum LimitPolicy
{
    /// <summary>The product.</summary>
    Balancer,

    /// <summary>A fixed part for each outlet, chosen once by the installer so that all fit beside the building's worst case.</summary>
    EqualShare,

    /// <summary>Who came first draws all it can; who comes later gets what is left, by the meter.</summary>
    FirstComeFirstServed,
}
