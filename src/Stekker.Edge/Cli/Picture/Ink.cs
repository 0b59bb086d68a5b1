namespace Stekker.Edge.Cli.Picture;

/// <summary>Colours by what they say (ECMA-48 SGR).</summary>
internal static class Ink
{
    public static string Strong(this PictureStyle style, string text) => style.Dye("1", text);

    public static string Alarm(this PictureStyle style, string text) => style.Dye("1;31", text);

    public static string Warning(this PictureStyle style, string text) => style.Dye("33", text);

    public static string Good(this PictureStyle style, string text) => style.Dye("32", text);

    public static string Quiet(this PictureStyle style, string text) => style.Dye("2", text);

    private static string Dye(this PictureStyle style, string code, string text) => style.Colour ? $"\e[{code}m{text}\e[0m" : text;
}
