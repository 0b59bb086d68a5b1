using System.Text;
using Stekker.Edge.Cli.Parsing;

namespace Stekker.Edge.Cli.Csv;

/// <summary>One line of a file, by its column names.</summary>
internal sealed class CsvRow(int line, string[] columns, IReadOnlyList<string> fields)
{
    public int Line => line;

    /// <summary>Empty where the file has no such column.</summary>
    public string this[string column] => Array.IndexOf(columns, column) is >= 0 and int at ? fields[at].Trim() : "";
}

/// <summary>A file with a header, read whole: every line that is wrong is told, and then nothing of it is used.</summary>
internal static class CsvTable
{
    /// <param name="known">The columns there are; the first must be there.</param>
    /// <exception cref="CommandFailedException">It cannot be read, or its header is not ours.</exception>
    public static (List<CsvRow> Rows, List<string> Faults) Read(string path, string[] known, Terminal terminal) => Read(path, TextOf(path, terminal), known, terminal);

    /// <param name="text">What is in the file.</param>
    /// <exception cref="CommandFailedException">Its header is not ours.</exception>
    public static (List<CsvRow> Rows, List<string> Faults) Read(string path, string text, string[] known, Terminal terminal)
    {
        char separator = CsvText.SeparatorOf(text);
        if (separator == ';')
        {
            terminal.Note($"{path}: its values are separated by semicolons; read as such");
        }

        List<CsvRecord> records = CsvText.Read(text, separator);
        records.RemoveAll(r => r.IsBlank);
        string header = string.Join(',', known);
        if (records.Count == 0)
        {
            throw new CommandFailedException($"{path} is empty; its first line is {header}");
        }

        string[] columns = [.. records[0].Fields.Select(f => f.Trim())];
        if (WrongHeader(columns, known) is { } wrong)
        {
            throw new CommandFailedException($"{path} line {records[0].Line}: {wrong}; the first line is {header}");
        }

        List<string> faults = [];
        List<CsvRow> rows = [];
        foreach (CsvRecord record in records.Skip(1))
        {
            string? fault = record.Wrong
                ?? (record.Fields.Count == columns.Length ? null : $"it has {record.Fields.Count} values, and the header names {columns.Length}");
            if (fault is null)
            {
                rows.Add(new CsvRow(record.Line, columns, record.Fields));
            }
            else
            {
                faults.Add($"line {record.Line}: {fault}");
            }
        }

        return (rows, faults);
    }

    /// <param name="path">- reads standard input.</param>
    /// <exception cref="CommandFailedException">It cannot be read.</exception>
    public static string TextOf(string path, Terminal terminal) => path == "-" ? terminal.In.ReadToEnd() : TextOf(path);

    /// <exception cref="CommandFailedException">There is something wrong: all of it, a line each.</exception>
    public static void AllOrNothing(string path, List<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new CommandFailedException(
                $"{path}: {(faults.Count == 1 ? "a line is" : "lines are")} wrong, and nothing was imported:\n  {string.Join("\n  ", faults)}");
        }
    }

    private static string? WrongHeader(string[] columns, string[] known)
    {
        if (columns.FirstOrDefault(c => !known.Contains(c)) is { } stranger)
        {
            return DidYouMean.Nearest(stranger, known) is { } near ? $"there is no column '{stranger}'; did you mean '{near}'?" : $"there is no column '{stranger}'";
        }

        return columns.Length != columns.Distinct().Count() ? "a column is there twice"
            : columns.Contains(known[0]) ? null
            : $"the column '{known[0]}' is missing";
    }

    private static string TextOf(string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
        }
        catch (ArgumentException)
        {
            throw new CommandFailedException($"{path} is not UTF-8 text; save it as 'CSV UTF-8'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be read: {e.Message}");
        }
    }
}
