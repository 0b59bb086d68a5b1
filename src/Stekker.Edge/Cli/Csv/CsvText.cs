using System.Text;

namespace Stekker.Edge.Cli.Csv;

/// <param name="Line">Where the record begins in the file, from 1.</param>
/// <param name="Wrong">What breaks its quoting; null where nothing does.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, string? Wrong = null)
{
    public bool IsBlank => Fields is [""] && Wrong is null;
}

/// <summary>Comma-separated text as RFC 4180 has it, and as spreadsheets write it: BOM, CRLF or LF, commas or semicolons.</summary>
internal static class CsvText
{
    private const char Quote = '"';

    /// <summary>The first line decides: a Dutch spreadsheet writes semicolons.</summary>
    public static char SeparatorOf(string text)
    {
        string first = text.AsSpan().TrimStart('\uFEFF').ToString().Split('\n', 2)[0];
        return first.Contains(';', StringComparison.Ordinal) && !first.Contains(',', StringComparison.Ordinal) ? ';' : ',';
    }

    public static List<CsvRecord> Read(string text, char separator)
    {
        List<CsvRecord> records = [];
        int at = text.StartsWith('\uFEFF') ? 1 : 0;
        int line = 1;
        while (at < text.Length)
        {
            int begin = line;
            List<string> fields = [];
            string? wrong = null;
            bool more = true;
            while (more)
            {
                fields.Add(Field(text, ref at, ref line, separator, ref wrong));
                more = at < text.Length && text[at] == separator;
                at += more ? 1 : 0;
            }

            SkipLineEnd(text, ref at, ref line);
            records.Add(new CsvRecord(begin, fields, wrong));
        }

        return records;
    }

    /// <summary>One record, quoted where it must be, with a line end.</summary>
    public static string Write(IEnumerable<string?> fields) => string.Join(',', fields.Select(f => Quoted(f ?? ""))) + "\r\n";

    private static string Field(string text, ref int at, ref int line, char separator, ref string? wrong)
    {
        if (at >= text.Length || text[at] != Quote)
        {
            int end = text.AsSpan(at).IndexOfAny(separator, '\r', '\n');
            string plain = end < 0 ? text[at..] : text.Substring(at, end);
            at += plain.Length;
            return plain;
        }

        StringBuilder value = new();
        at++;
        while (at < text.Length)
        {
            char c = text[at++];
            if (c == Quote && (at >= text.Length || text[at] != Quote))
            {
                return value + AfterQuote(text, ref at, separator, ref wrong);
            }

            at += c == Quote ? 1 : 0;
            line += c == '\n' ? 1 : 0;
            value.Append(c);
        }

        wrong ??= "a quotation mark is opened and never closed";
        return value.ToString();
    }

    private static string AfterQuote(string text, ref int at, char separator, ref string? wrong)
    {
        int end = text.AsSpan(at).IndexOfAny(separator, '\r', '\n');
        string stray = end < 0 ? text[at..] : text.Substring(at, end);
        at += stray.Length;
        wrong = stray.Length == 0 ? wrong : "text goes on behind a closing quotation mark; a quotation mark within a value is written twice (\"\")";
        return stray;
    }

    private static void SkipLineEnd(string text, ref int at, ref int line)
    {
        if (at < text.Length && text[at] == '\r')
        {
            at++;
        }

        if (at < text.Length && text[at] == '\n')
        {
            at++;
        }

        line++;
    }

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",;\"\r\n") >= 0 || field.Trim() != field
        ? $"{Quote}{field.Replace("\"", "\"\"", StringComparison.Ordinal)}{Quote}"
        : field;
}
