namespace Stekker.Edge.Cli.Picture;

/// <summary>Texts of people and chargers, made to fit.</summary>
internal static class Wrapping
{
    /// <summary>The first line begins with "! ", the others below its text.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        string mark = "! ";
        while (text.Length > width)
        {
            int space = text.LastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            yield return mark + text[..end];
            text = text[end..].TrimStart();
            mark = "  ";
        }

        yield return mark + text;
    }

    public static string Fit(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "~";

    /// <summary>A label or a charger's own text may hold anything; a terminal must not obey it.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
