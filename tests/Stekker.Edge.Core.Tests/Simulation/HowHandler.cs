using System.Runtime.CompilerServices;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>Puts the words of a failure together only where there is one: the checks run millions of times.</summary>
[InterpolatedStringHandler]
internal ref struct HowHandler
{
    private DefaultInterpolatedStringHandler words;
    private readonly bool isBroken;

    public HowHandler(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = isBroken = !condition;
        words = isBroken ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => words.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => words.AppendFormatted(value);

    public string Told() => isBroken ? words.ToStringAndClear() : "";
}
