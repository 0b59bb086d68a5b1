using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>Windows in which the grid connection may take less. They may overlap: the lowest cap counts.</summary>
internal sealed record LimitDocument(long Version, ImmutableArray<LimitWindow> Windows)
{
    public static LimitDocument Read(DocumentObject root)
    {
        long version = DocumentSyntax.Version(root);
        List<LimitWindow> windows = [];
        foreach (DocumentObject from in root.Objects("windows", LimitWindow.Most))
        {
            string? source = from.Text("source", required: true);
            DateTimeOffset? begin = from.Moment("from");
            DateTimeOffset? end = from.Moment("until");
            long? capW = from.Whole("capW", 0, LimitWindow.MostCapW, "W", required: true);
            if (source is not null && source.Trim().Length == 0)
            {
                from.Error("source", "it says who set the limit, as dso, gopacs or openadr");
            }

            if (begin is { } starts && end is { } ends)
            {
                if (starts >= ends)
                {
                    from.Error("until", "it is after from");
                }

                windows.Add(new LimitWindow(source?.Trim() ?? "", starts, ends, new Watts(capW ?? 0)));
            }
        }

        return new LimitDocument(version, [.. windows]);
    }
}
