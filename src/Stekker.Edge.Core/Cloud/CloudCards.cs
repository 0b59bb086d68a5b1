using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Cloud;

/// <summary>
/// The cloud's cards and vehicles. What a snapshot no longer has is deactivated, never forgotten: its sessions keep their name. Cards that
/// people at the site added are not the cloud's to take away, until it sends them itself.
/// </summary>
internal static class CloudCards
{
    /// <summary>Cards are never forgotten, so a cloud gone mad must meet a bound: more than any site's cards and all that were ever lost.</summary>
    private const int MostKnown = 50_000;

    public static void Put(Turn turn, SiteEvent.CloudCardsPut e)
    {
        CloudDocument? standing = CloudDocument.Standing(turn.State, CloudDocument.Cards);
        DocumentOutcome outcome = e.IsSnapshot ? Documents.Judge(standing, e.Version) : Documents.JudgeDelta(standing, e.Version);
        if (outcome != DocumentOutcome.Applied)
        {
            turn.Answer(e.Request, new Reply.DocumentTaken(outcome, WithoutEffect(turn, e, outcome, standing)));
            return;
        }

        List<Card> wanted = [.. e.Put.Select(c => c with { Origin = CardOrigin.Cloud }), .. Lost(turn.State, e)];
        if (turn.State.Cards.Count + wanted.Count(c => turn.State.Cards.Find(c.IdTag) is null) is var known and > MostKnown)
        {
            turn.Answer(e.Request, new Reply.Impossible($"{known} cards would be known here with these, the deactivated ones among them; {MostKnown} is the most"));
            return;
        }

        (int added, int changed) = CardList.Keep(turn, wanted);
        bool isWanted = !e.IsSnapshot && standing!.SnapshotWanted;
        if (added + changed > 0)
        {
            turn.Tell(TellLevel.Info, "cloud", $"The cloud's cards are now version {e.Version}: {added} new, {changed} changed");
        }

        CloudDocument noted = Documents.Note(turn, new CloudDocument(CloudDocument.Cards, e.Version, Documents.At(turn), isWanted));
        turn.Answer(e.Request, new Reply.DocumentTaken(DocumentOutcome.Applied, noted));
    }

    /// <summary>Vehicles that a snapshot no longer has stay: sessions and cards name them.</summary>
    public static void Put(Turn turn, SiteEvent.CloudVehiclesPut e)
    {
        if (!Documents.IsKnown(turn, e.Request, CloudDocument.Vehicles, e.Version))
        {
            CardList.Keep(turn, e.Vehicles);
            Documents.Taken(turn, e.Request, CloudDocument.Vehicles, e.Version);
        }
    }

    /// <summary>A change that leaves a gap asks for a snapshot; a snapshot, also one that brings nothing new, is the answer to that.</summary>
    private static CloudDocument? WithoutEffect(Turn turn, SiteEvent.CloudCardsPut e, DocumentOutcome outcome, CloudDocument? standing)
    {
        if (outcome == DocumentOutcome.Gap && standing is null or { SnapshotWanted: false })
        {
            turn.Tell(TellLevel.Info, "cloud", $"Version {e.Version} of the cloud's cards does not follow on {standing?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any here"}: all of them are asked for");
        }

        return (outcome, standing) switch
        {
            (DocumentOutcome.Gap, { } known) => Documents.Note(turn, known with { SnapshotWanted = true }),
            (DocumentOutcome.Repeated, { } known) when e.IsSnapshot => Documents.Note(turn, known with { SnapshotWanted = false }),
            _ => standing,
        };
    }

    private static IEnumerable<Card> Lost(SiteState state, SiteEvent.CloudCardsPut e)
    {
        if (!e.IsSnapshot)
        {
            return e.Deactivate.Select(t => state.Cards.Find(t)).OfType<Card>().Select(c => c with { Active = false });
        }

        HashSet<IdTag> there = [.. e.Put.Select(c => c.IdTag)];
        return state.Cards.Where(c => c is { Origin: CardOrigin.Cloud, Active: true } && !there.Contains(c.IdTag)).Select(c => c with { Active = false });
    }
}
