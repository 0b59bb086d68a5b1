using System.Text;

namespace Stekker.Edge.Cli.Showing;

/// <summary>Aligned columns for a terminal: a heading, rows, and nothing drawn around them. Numbers stand to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private const string Gap = "  ";
    private readonly List<string[]> rows = [];
    private readonly HashSet<int> right = [];

    public Table RightAligned(params int[] columns)
    {
        right.UnionWith(columns);
        return this;
    }

    public void Add(params string?[] cells) => rows.Add([.. cells.Select(c => Plain(c ?? ""))]);

    public override string ToString()
    {
        int[] widths = [.. headings.Select((heading, column) => rows.Select(r => r[column].Length).Append(heading.Length).Max())];
        StringBuilder text = new();
        foreach (string[] row in rows.Prepend(headings))
        {
            IEnumerable<string> cells = row.Select((cell, column) => right.Contains(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A label or a charger's own text may hold anything; a terminal must not obey it.</summary>
    private static string Plain(string cell) => string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c));
}
