using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Stekker.Edge.Cli.Csv;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Prices;

namespace Stekker.Edge.Cli.Prices;

/// <summary>A file of prices: CSV, JSON or a price document of ENTSO-E, told apart by how it begins. All of it or nothing.</summary>
internal static class PriceFile
{
    private static readonly string[] Columns = ["start", "eurPerMwh", "eurPerKwh", "minutes"];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="area">The bidding zone the prices have to be of; null for the imbalance signal.</param>
    /// <exception cref="CommandFailedException">Something is wrong; all that is, is told.</exception>
    public static ImmutableArray<PtuSpot> Read(string path, string? area, SiteTimes times, Terminal terminal)
    {
        string text = CsvTable.TextOf(path, terminal);
        string begin = text.AsSpan().TrimStart('\uFEFF').TrimStart().ToString();
        if (begin.StartsWith('<'))
        {
            return ReadEntsoE(path, begin, area);
        }

        PriceLines lines = new(times);
        (List<PriceLine> found, List<string> faults) = begin.StartsWith('{') || begin.StartsWith('[') ? ReadJson(path, begin, area) : ReadCsv(path, text, terminal);
        ImmutableArray<PtuSpot> rows = lines.Read(found);
        CsvTable.AllOrNothing(path, [.. faults, .. lines.Faults]);
        if (rows.IsEmpty)
        {
            throw new CommandFailedException($"{path} holds no prices");
        }

        foreach (string note in lines.Notes)
        {
            terminal.Note($"{path}: {note}");
        }

        return rows;
    }

    private static (List<PriceLine> Lines, List<string> Faults) ReadCsv(string path, string text, Terminal terminal)
    {
        (List<CsvRow> rows, List<string> faults) = CsvTable.Read(path, text, Columns, terminal);
        List<PriceLine> lines = [];
        foreach (CsvRow row in rows)
        {
            string where = $"line {row.Line}";
            if ((row["eurPerMwh"].Length > 0) == (row["eurPerKwh"].Length > 0))
            {
                faults.Add($"{where}: it has one price, in the column eurPerMwh or in eurPerKwh");
                continue;
            }

            bool perMwh = row["eurPerMwh"].Length > 0;
            lines.Add(new PriceLine(where, row["start"], perMwh ? row["eurPerMwh"] : row["eurPerKwh"], perMwh, row["minutes"]));
        }

        return (lines, faults);
    }

    /// <summary>A list of { "start": …, "eurPerMwh": … }, or an object that holds it as "prices" and may name its "area".</summary>
    private static (List<PriceLine> Lines, List<string> Faults) ReadJson(string path, string text, string? area)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Lenient);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("area", out JsonElement said) && area is not null && !SameArea(said.ToString(), area))
            {
                throw new CommandFailedException($"{path} holds prices of {said}, and the site's tariff is priced by {area}");
            }

            JsonElement list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("prices", out JsonElement prices) ? prices : root;
            if (list.ValueKind != JsonValueKind.Array)
            {
                throw new CommandFailedException($"{path}: it is a list such as [ {{ \"start\": \"2027-01-31T08:00:00+01:00\", \"eurPerMwh\": 85.3 }} ], or an object that holds it as \"prices\"");
            }

            List<string> faults = [];
            List<PriceLine> lines = [];
            int index = 0;
            foreach (JsonElement item in list.EnumerateArray())
            {
                string where = $"prices[{index++}]";
                string perMwh = Member(item, "eurPerMwh");
                string perKwh = Member(item, "eurPerKwh");
                if ((perMwh.Length > 0) == (perKwh.Length > 0))
                {
                    faults.Add($"{where}: it has one price, eurPerMwh or eurPerKwh");
                    continue;
                }

                lines.Add(new PriceLine(where, Member(item, "start"), perMwh.Length > 0 ? perMwh : perKwh, perMwh.Length > 0, Member(item, "minutes")));
            }

            return (lines, faults);
        }
        catch (JsonException e)
        {
            throw new CommandFailedException($"{path} is no whole JSON: {e.Message}");
        }
    }

    private static string Member(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    private static ImmutableArray<PtuSpot> ReadEntsoE(string path, string text, string? area) =>
        EntsoEDocument.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))) switch
        {
            _ when area is null => throw new CommandFailedException($"{path} is XML; the imbalance signal is taken in as CSV or JSON"),
            EntsoEDocument.Prices prices when prices.Domains.All(d => d == BiddingZones.EicOf(area)) => prices.Rows,
            EntsoEDocument.Prices prices => throw new CommandFailedException($"{path} holds prices of {string.Join(", ", prices.Domains)}, and the site's tariff is priced by {area}"),
            EntsoEDocument.Nothing nothing => throw new CommandFailedException($"{path} holds no prices: {nothing.Reason}"),
            EntsoEDocument.Unusable unusable => throw new CommandFailedException($"{path} cannot be used: {unusable.Why}"),
            _ => throw new InvalidOperationException(),
        };

    private static bool SameArea(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase) || (BiddingZones.EicOf(one) is { } eic && eic == BiddingZones.EicOf(other));
}
