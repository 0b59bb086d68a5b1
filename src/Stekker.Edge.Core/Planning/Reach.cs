namespace Stekker.Edge.Core.Planning;

/// <summary>How far the search for a way looks.</summary>
internal enum Reach
{
    /// <summary>Chains of two or so.</summary>
    Neighbours,

    Near,

    All,

    /// <summary>All, and no way that leads back to where it has been.</summary>
    RingFree,

    /// <summary>Only cars without losses make room for others.</summary>
    CarsOnly,
}
