using System.Collections.Immutable;

namespace Stekker.Edge.Core.History;

/// <summary>The site's energy per PTU over the last weeks, in order: what forecasts are made of and what sun in a car is told by.</summary>
/// <param name="Ptus">Whole quarters that are over.</param>
public sealed record SiteHistory(ImmutableArray<SitePtu> Ptus)
{
    public static readonly SiteHistory Empty = new([]);

    public SitePtu? At(DateTimeOffset ptu)
    {
        for (int i = Ptus.Length - 1; i >= 0 && Ptus[i].Start >= ptu; i--)
        {
            if (Ptus[i].Start == ptu)
            {
                return Ptus[i];
            }
        }

        return null;
    }
}
