using Stekker.Edge.Cli.Parsing;

namespace Stekker.Edge.Cli.Picture;

/// <summary>What the picture is drawn on.</summary>
/// <param name="Width">In characters; less than <see cref="Least"/> is drawn as if it were that.</param>
/// <param name="Unicode">False: letters and signs of ASCII only, for a terminal whose locale is not UTF-8.</param>
/// <param name="Colour">ANSI colours, for a terminal.</param>
public sealed record PictureStyle(int Width, bool Unicode, bool Colour)
{
    public const int Least = 80;

    /// <summary>More would pull apart what belongs together.</summary>
    public const int Most = 100;

    public static readonly PictureStyle Plain = new(Most, Unicode: false, Colour: false);

    public int Columns => Math.Clamp(Width, Least, Most);

    public static PictureStyle For(Terminal terminal) =>
        new(terminal.Screen?.Columns ?? Most, IsUnicode(terminal.Environ), terminal.Screen is not null && terminal.Environ("NO_COLOR") is null);

    /// <summary>Whether this locale's characters are UTF-8: POSIX asks LC_ALL, then LC_CTYPE, then LANG.</summary>
    public static bool IsUnicode(Func<string, string?> environ)
    {
        string locale = environ("LC_ALL") ?? environ("LC_CTYPE") ?? environ("LANG") ?? "";
        return locale.Contains("utf-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);
    }
}
