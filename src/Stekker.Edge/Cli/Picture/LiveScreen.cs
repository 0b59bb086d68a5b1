using System.Collections.Immutable;
using System.Text;
using Stekker.Edge.Cli.Parsing;

namespace Stekker.Edge.Cli.Picture;

/// <summary>A picture that is drawn over itself, on the terminal's second page: what stood there before comes back at the end.</summary>
internal sealed class LiveScreen : IDisposable
{
    private const string SecondPage = "\e[?1049h\e[?25l";
    private const string FirstPage = "\e[?25h\e[?1049l";

    private readonly Terminal terminal;

    private LiveScreen(Terminal terminal)
    {
        this.terminal = terminal;
        terminal.Out.Write(SecondPage);
    }

    public PictureStyle Style => PictureStyle.For(terminal);

    /// <summary>Null where output does not go to a screen.</summary>
    public static LiveScreen? Open(Terminal terminal) => terminal.Screen is null ? null : new LiveScreen(terminal);

    /// <summary>What does not fit below is left out.</summary>
    public void Show(ImmutableArray<string> lines)
    {
        StringBuilder frame = new("\e[H");
        int rows = Math.Max(1, (terminal.Screen?.Rows ?? lines.Length) - 1);
        foreach (string line in lines.Take(rows))
        {
            frame.Append(line).Append("\e[K\r\n");
        }

        // One write, so that no half picture is seen.
        terminal.Out.Write(frame.Append("\e[J").ToString());
        terminal.Out.Flush();
    }

    public void Dispose()
    {
        terminal.Out.Write(FirstPage);
        terminal.Out.Flush();
    }
}
