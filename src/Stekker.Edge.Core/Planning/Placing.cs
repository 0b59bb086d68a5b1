namespace Stekker.Edge.Core.Planning;

/// <summary>How one more kW of a class finds its place in a step.</summary>
internal enum Placing : byte
{
    Impossible,

    /// <summary>There is room: the grid, or the sun, gives it.</summary>
    FromGrid,

    /// <summary>Somebody else leaves as much.</summary>
    Instead,

    /// <summary>On a full line a car on three phases leaves three times as much, and the other lines' part is saved.</summary>
    ThreeForOne,

    /// <summary>A share on each full line is left by a car on that line, the rest by the grid or by anybody.</summary>
    LineByLine,
}
