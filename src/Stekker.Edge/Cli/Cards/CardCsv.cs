using System.Collections.Immutable;
using Stekker.Edge.Cli.Csv;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Cli.Cards;

/// <summary>The list of cards as a file. What is exported and imported again changes nothing.</summary>
internal static class CardCsv
{
    private static readonly string[] Columns = ["idTag", "label", "scope", "vehicle", "priority", "active", "expires", "group"];

    /// <exception cref="CommandFailedException">A line is wrong; all that are, are told.</exception>
    public static ImmutableArray<CardEntry> Read(string path, Terminal terminal)
    {
        (List<CsvRow> rows, List<string> faults) = CsvTable.Read(path, Columns, terminal);
        Dictionary<IdTag, int> lines = [];
        List<CardEntry> cards = [];
        foreach (CsvRow row in rows)
        {
            bool? active = Truth(row["active"]);
            CardEntry card = new()
            {
                IdTag = row["idTag"],
                Label = row["label"],
                Scope = row["scope"],
                Vehicle = row["vehicle"],
                Priority = row["priority"],
                Active = active,
                Expires = row["expires"],
                Group = row["group"],
            };
            List<string> wrong = [.. card.Faults()];
            if (active is null)
            {
                wrong.Add($"active '{row["active"]}': it is true or false");
            }

            if (IdTag.TryParse(card.IdTag) is { } tag && !lines.TryAdd(tag, row.Line))
            {
                wrong.Add($"card {tag} is on line {lines[tag]} already (tags are the same in capitals and small letters)");
            }

            faults.AddRange(wrong.Select(w => $"line {row.Line}: {w}"));
            cards.Add(card);
        }

        CsvTable.AllOrNothing(path, faults);
        return [.. cards];
    }

    public static string Write(IEnumerable<CardEntry> cards) => CsvText.Write(Columns) + string.Concat(cards.Select(c => CsvText.Write(
        [c.IdTag, c.Label, c.Scope, c.Vehicle, c.Priority, c.Active == true ? "true" : "false", c.Expires, c.Group])));

    /// <summary>Spreadsheets write TRUE and FALSE; an empty value is a card that works.</summary>
    private static bool? Truth(string text) => text.ToUpperInvariant() switch
    {
        "" or "TRUE" or "YES" or "1" => true,
        "FALSE" or "NO" or "0" => false,
        _ => null,
    };
}
