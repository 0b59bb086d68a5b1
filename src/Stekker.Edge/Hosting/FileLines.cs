using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Stekker.Edge.Hosting;

/// <summary>One plain line per event in the log file: what a charger says of itself cannot make a second one.</summary>
internal sealed class FileLines : ITextFormatter
{
    private readonly MessageTemplateTextFormatter words = new("{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u1} {Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        words.Format(logEvent, text);
        output.WriteLine(ConsoleLines.OneLine(text.ToString()));
        if (logEvent.Exception is { } e)
        {
            output.WriteLine(e);
        }
    }
}
