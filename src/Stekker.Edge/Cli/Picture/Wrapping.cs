namespace Stekker.Edge.Cli.Picture;

/// <summary>Texts of people and chargers, made to fit.</summary>
internal static class Wrapping
{
    /// <param name="mark">Before the first line; the others stand below its text.</param>
    public static IEnumerable<string> Wrap(string text, int width, string mark)
    {
        int room = width - mark.Length;
        string before = mark;
        while (text.Length > room)
        {
            int space = text.LastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            yield return before + text[..end];
            text = text[end..].TrimStart();
            before = new string(' ', mark.Length);
        }

        yield return before + text;
    }

    public static string Fit(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "~";

    /// <summary>A label or a charger's own text may hold anything; a terminal must not obey it.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
