using System.Collections.Immutable;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>The cloud's cards: all of them, or a change.</summary>
internal sealed record CardDocument(long Version, ImmutableArray<Card> Put, ImmutableArray<IdTag> Deactivate)
{
    private const int MostCards = 10_000;

    public static CardDocument Snapshot(DocumentObject root, SiteTimes times, DocumentFindings findings) =>
        new(DocumentSyntax.Version(root), Cards(root.Objects("cards", MostCards), times, findings, []), []);

    public static CardDocument Delta(DocumentObject root, SiteTimes times, DocumentFindings findings)
    {
        HashSet<IdTag> named = [];
        long version = DocumentSyntax.Version(root);
        ImmutableArray<Card> put = Cards(root.Objects("put", MostCards, required: false), times, findings, named);
        List<IdTag> deactivate = [];
        foreach ((string path, string text) in root.Texts("deactivate", MostCards))
        {
            if (IdTag.TryParse(text) is not { } idTag)
            {
                findings.Add(path, CardEntry.WhyNoTag(text)!);
            }
            else if (!named.Add(idTag))
            {
                findings.Add(path, $"card {idTag} is named twice in this change");
            }
            else
            {
                deactivate.Add(idTag);
            }
        }

        return new CardDocument(version, put, [.. deactivate]);
    }

    private static ImmutableArray<Card> Cards(List<DocumentObject> entries, SiteTimes times, DocumentFindings findings, HashSet<IdTag> named)
    {
        List<Card> cards = [];
        foreach (DocumentObject from in entries)
        {
            string? said = from.Text("idTag", required: true);
            CardEntry entry = new()
            {
                IdTag = said ?? "",
                Label = from.Text("label"),
                Scope = from.Text("scope"),
                Vehicle = from.Text("vehicle"),
                Priority = from.Text("priority"),
                Active = from.Flag("active"),
                Expires = from.Text("expires"),
                Group = from.Text("group"),
            };
            EntryFault[] faults = [.. entry.FaultsByKey().Where(f => f.Key != "idTag" || said is not null)];
            foreach (EntryFault fault in faults)
            {
                findings.Add(from.Key(fault.Key), fault.Text);
            }

            if (IdTag.TryParse(said) is { } idTag && !named.Add(idTag))
            {
                from.Error("idTag", "this card is there twice (upper and lower case are one)");
            }
            else if (said is not null && faults.Length == 0)
            {
                cards.Add(entry.Whole().Onto(null, times));
            }
        }

        return [.. cards];
    }
}
