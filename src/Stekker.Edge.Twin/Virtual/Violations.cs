using System.Collections.Immutable;
using System.Globalization;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>An invariant that did not hold.</summary>
public sealed record Violation(string Invariant, DateTimeOffset At, string What)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:yyyy-MM-dd HH:mm:ss} {Invariant}: {What}");
}

/// <summary>All that did not hold; the first ones in words, the rest counted.</summary>
public sealed class Violations
{
    private const int MostInWords = 100;

    private readonly List<Violation> inWords = [];

    public int Count { get; private set; }

    public ImmutableArray<Violation> InWords => [.. inWords];

    internal void Add(string invariant, DateTimeOffset at, string what)
    {
        Count++;
        if (inWords.Count < MostInWords)
        {
            inWords.Add(new Violation(invariant, at, what));
        }
    }
}
