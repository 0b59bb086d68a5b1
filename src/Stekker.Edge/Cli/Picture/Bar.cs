namespace Stekker.Edge.Cli.Picture;

/// <summary>A horizontal bar with a mark at its limit. Cells hold eighths in Unicode, whole ones in ASCII.</summary>
/// <param name="Full">What fills the bar to its end.</param>
/// <param name="Mark">Where the limit stands; null is no limit.</param>
internal readonly record struct Bar(decimal Full, decimal? Mark)
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <param name="value">Filled; below zero is an empty bar.</param>
    /// <param name="further">Filled lightly from <paramref name="value"/> up to here.</param>
    public string Draw(PictureStyle style, int cells, decimal value, decimal further = 0)
    {
        Span<char> drawn = stackalloc char[cells];
        drawn.Fill(' ');
        int light = Whole(cells, further);
        drawn[..light].Fill(style.Unicode ? '░' : '-');
        int eighths = Full <= 0 ? 0 : (int)Math.Clamp(Math.Round(value * cells * 8 / Full), 0, cells * 8);
        int solid = style.Unicode ? eighths / 8 : (eighths + 4) / 8;
        drawn[..solid].Fill(style.Unicode ? '█' : '#');
        if (style.Unicode && eighths % 8 > 0 && solid >= light)
        {
            drawn[solid] = Eighths[eighths % 8];
        }

        if (Mark is { } mark && Full > 0)
        {
            drawn[Math.Clamp(Whole(cells, mark), 0, cells - 1)] = style.Unicode ? '┃' : '|';
        }

        return new string(drawn);
    }

    private int Whole(int cells, decimal value) => Full <= 0 ? 0 : (int)Math.Clamp(Math.Round(value * cells / Full), 0, cells);
}
