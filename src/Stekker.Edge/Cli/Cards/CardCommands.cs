using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Cards;

/// <summary>Who may charge.</summary>
internal static class CardCommands
{
    private static readonly Operand Tag = new("TAG", "the card's tag as its reader shows it (up to 20 characters), or a car's own token (VID:…)");

    private const string ImportDetails =
        """
        The first line is the header: idTag,label,scope,vehicle,priority,active,expires,group
        Only idTag has to be there. Values as RFC 4180 quotes them; UTF-8; semicolons are understood too. Each line is the whole card: an
        empty value clears what the card had. One wrong line, and nothing is imported.
        """;

    private const string AddDetails =
        """
        A new card is good at this site, at normal priority, until it is deactivated. Of a card that is known already only what is named here
        changes, and a deactivated one works again. '--expires 2027-01-31' is through that day, in the site's own time; an empty value
        (--expires "") takes it away.
        """;

    public static ImmutableArray<Command> All =>
    [
        new("cards add", "lets a card or a car in, or changes one", [Tag],
        [
            new("--label", "TEXT", "whose it is: a name people recognise"),
            new("--scope", "SCOPE", "where it is good: vehicle (one car's), site, site:ID (another site's), organisation"),
            new("--vehicle", "ID", "the vehicle it belongs to"),
            new("--priority", "PRIORITY", "normal or high"),
            new("--expires", "DATE", "the last day it is good, such as 2027-01-31, or a moment"),
            new("--group", "TEXT", "cards of one group may stop each other's charging"),
            .. SiteOptions.All,
        ], AddAsync) { Details = AddDetails },
        new("cards list", "shows all cards", [], SiteOptions.All, ListAsync),
        new("cards import", "takes in a list of cards", [new Operand("FILE.csv", "the list; - reads standard input")], SiteOptions.All, ImportAsync) { Details = ImportDetails },
        new("cards export", "writes the list of cards, as 'cards import' reads it", [new Operand("FILE.csv", "where to; standard output without it", Required: false)], SiteOptions.All, ExportAsync),
        new("cards deactivate", "shuts a lost card out, at once", [Tag], SiteOptions.All, DeactivateAsync),
        new("cards recent-refusals", "shows who was turned away lately, and how to let them in", [], SiteOptions.All, RefusalsAsync),
    ];

    private static Task<int> AddAsync(Invocation call, CancellationToken cancel)
    {
        CardEntry entry = new()
        {
            IdTag = call.Operand(Tag.Name),
            Label = call.Text("--label"),
            Scope = call.Text("--scope"),
            Vehicle = call.Text("--vehicle"),
            Priority = call.Text("--priority"),
            Expires = call.Text("--expires"),
            Group = call.Text("--group"),
            Active = true,
        };
        if (entry.Faults().ToArray() is { Length: > 0 } faults)
        {
            throw new UsageException(string.Join("; ", faults));
        }

        string tag = Core.Cards.IdTag.TryParse(entry.IdTag)!.Value.Text;
        return call.AtDeskAsync(
            async desk =>
            {
                Changes changes = (await desk.PutCardsAsync([entry], whole: false, cancel)).Expect();
                Tell(call, changes, changes switch
                {
                    { Added: > 0 } => $"card {tag} is added; it works now",
                    { Changed: > 0 } => $"card {tag} is changed",
                    _ => $"card {tag} was so already",
                });
            },
            cancel, changes: true);
    }

    private static Task<int> ListAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            ImmutableArray<CardEntry> cards = (await desk.CardsAsync(cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(cards, ControlJson.Readable.ImmutableArrayCardEntry);
                return;
            }

            Table table = new("TAG", "LABEL", "SCOPE", "VEHICLE", "PRIORITY", "EXPIRES", "GROUP", "STATE");
            foreach (CardEntry card in cards)
            {
                string expires = card.Expires is { Length: > 10 } moment ? InWords.Time(moment) : card.Expires ?? "";
                table.Add(card.IdTag, card.Label, card.Scope, card.Vehicle, card.Priority, expires, card.Group, InWords.Standing(card.Standing));
            }

            call.Terminal.Say(cards.IsEmpty ? $"no cards yet; 'stekker-edge cards add TAG{call.SameSite()}' adds one" : table.ToString());
        },
        cancel);

    private static Task<int> ImportAsync(Invocation call, CancellationToken cancel)
    {
        ImmutableArray<CardEntry> cards = CardCsv.Read(call.Operand("FILE.csv"), call.Terminal);
        return call.AtDeskAsync(
            async desk =>
            {
                Changes changes = (await desk.PutCardsAsync(cards, whole: true, cancel)).Expect();
                Tell(call, changes, $"{InWords.Count(cards.Length, "card", "cards")} read: {changes.Added} added, {changes.Changed} changed, {changes.Unchanged} as they were");
            },
            cancel, changes: true);
    }

    private static Task<int> ExportAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            ImmutableArray<CardEntry> cards = (await desk.CardsAsync(cancel)).Expect();
            string text = CardCsv.Write(cards);
            if (call.OptionalOperand("FILE.csv") is not { } path || path == "-")
            {
                call.Terminal.Out.Write(text);
                return;
            }

            await File.WriteAllTextAsync(path, text, cancel);
            call.Terminal.Note($"{InWords.Count(cards.Length, "card", "cards")} written to {path}");
        },
        cancel);

    private static Task<int> DeactivateAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            string tag = call.Operand(Tag.Name);
            Changes changes = (await desk.DeactivateCardAsync(tag, cancel)).Expect();
            Tell(call, changes, changes.Changed > 0 ? $"card {tag} is deactivated; 'stekker-edge cards add {tag}{call.SameSite()}' lets it in again" : $"card {tag} was deactivated already");
        },
        cancel, changes: true);

    private static Task<int> RefusalsAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            ImmutableArray<RefusalEntry> refusals = (await desk.RefusalsAsync(cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(refusals, ControlJson.Readable.ImmutableArrayRefusalEntry);
                return;
            }

            Table table = new Table("TAG", "CHARGER", "WHY", "WHEN", "TIMES", "LET IT IN WITH").RightAligned(4);
            foreach (RefusalEntry refusal in refusals)
            {
                table.Add(refusal.IdTag, refusal.ChargePointId, refusal.Reason, InWords.Time(refusal.At), $"{refusal.Times}", LetIn(call, refusal));
            }

            call.Terminal.Say(refusals.IsEmpty ? "nobody was turned away lately" : table.ToString());
        },
        cancel);

    private static string LetIn(Invocation call, RefusalEntry refusal)
    {
        string? change = refusal.Verdict switch
        {
            "unknown" or "deactivated" => "",
            "expired" => " --expires \"\"",
            "otherSite" => " --scope organisation",
            _ => null,
        };
        string tag = refusal.IdTag.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-' or '_' or '.') ? refusal.IdTag : $"'{refusal.IdTag.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        return change is null ? "" : $"stekker-edge cards add {tag}{change}{call.SameSite()}";
    }

    private static void Tell(Invocation call, Changes changes, string text)
    {
        if (call.WantsJson())
        {
            call.Terminal.Json(changes, ControlJson.Readable.Changes);
        }
        else
        {
            call.Terminal.Say(text);
        }
    }
}
