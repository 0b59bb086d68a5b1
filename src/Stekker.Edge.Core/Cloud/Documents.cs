using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Cloud;

/// <summary>
/// Versions of what the cloud sends. A broker gives retained documents again at each connection, and older ones after it was restored from a
/// backup: neither may undo what is newer. A version is written down together with what it brought.
/// </summary>
internal static class Documents
{
    public static DocumentOutcome Judge(CloudDocument? standing, long version) =>
        standing is null || version > standing.Version ? DocumentOutcome.Applied
        : version == standing.Version ? DocumentOutcome.Repeated
        : DocumentOutcome.Older;

    /// <summary>A change applies to the version before its own, and to no other.</summary>
    public static DocumentOutcome JudgeDelta(CloudDocument? standing, long version) =>
        standing is null ? DocumentOutcome.Gap
        : version <= standing.Version ? DocumentOutcome.Repeated
        : version == standing.Version + 1 ? DocumentOutcome.Applied
        : DocumentOutcome.Gap;

    /// <summary>True where it is without effect, and so answered.</summary>
    /// <param name="version">Null for what is no document of the cloud, and always has an effect.</param>
    public static bool IsKnown(Turn turn, RequestId request, string name, long? version)
    {
        CloudDocument? standing = CloudDocument.Standing(turn.State, name);
        if (version is not { } said || Judge(standing, said) is DocumentOutcome.Applied)
        {
            return false;
        }

        turn.Answer(request, new Reply.DocumentTaken(Judge(standing, said), standing));
        return true;
    }

    /// <summary>Notes its version and answers.</summary>
    public static void Taken(Turn turn, RequestId request, string name, long? version)
    {
        turn.Answer(request, version is { } said ? new Reply.DocumentTaken(DocumentOutcome.Applied, Note(turn, new CloudDocument(name, said, At(turn)))) : new Reply.Done());
    }

    public static CloudDocument Note(Turn turn, CloudDocument document)
    {
        if (turn.State.CloudDocuments.Find(document.Name) != document)
        {
            turn.State = turn.State with { CloudDocuments = turn.State.CloudDocuments.With(document) };
            turn.Save(new Effect.SaveCloudDocument(document));
        }

        return document;
    }

    public static DateTimeOffset? At(Turn turn) => turn.Now.UtcTrusted ? Stamp.ToMilliseconds(turn.Now.Utc) : null;
}
