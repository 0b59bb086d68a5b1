using System.Diagnostics.CodeAnalysis;

namespace Stekker.Edge.Core.Site;

/// <summary>Our own mistake. Checked in Release too: the process restarts, and chargers have their fallback profile meanwhile.</summary>
public sealed class InvariantBrokenException(string what) : Exception($"Broken invariant: {what}");

public static class Invariant
{
    public static void Holds([DoesNotReturnIf(false)] bool condition, string what)
    {
        if (!condition)
        {
            throw new InvariantBrokenException(what);
        }
    }
}
