using System.Collections.Immutable;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Savings;

/// <summary>Quarters of an hour in a row; UTC, the end not included.</summary>
public readonly record struct QuarterSpan(DateTimeOffset From, DateTimeOffset Until)
{
    public int Ptus => (int)((Until - From) / Ptu.Length);

    public static QuarterSpan Of(DateTimeOffset ptu) => new(ptu, ptu + Ptu.Length);

    /// <summary>In order, and as few as tell the same.</summary>
    public static ImmutableArray<QuarterSpan> Merge(IEnumerable<QuarterSpan> spans)
    {
        ImmutableArray<QuarterSpan>.Builder merged = ImmutableArray.CreateBuilder<QuarterSpan>();
        foreach (QuarterSpan span in spans.OrderBy(s => s.From))
        {
            if (merged.Count > 0 && span.From <= merged[^1].Until)
            {
                merged[^1] = merged[^1] with { Until = span.Until > merged[^1].Until ? span.Until : merged[^1].Until };
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged.DrainToImmutable();
    }
}
