using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Stekker.Edge.Hosting;

/// <summary>One plain line per event on standard output, which procd and systemd pass to the system log.</summary>
internal sealed class ConsoleLines(TextWriter output) : ILogEventSink
{
    /// <summary>Literal: without this, text within the message would stand in quotation marks.</summary>
    private readonly MessageTemplateTextFormatter words = new("{Message:lj}", CultureInfo.InvariantCulture);

    private readonly Lock gate = new();

    public void Emit(LogEvent logEvent)
    {
        string mark = logEvent.Level switch
        {
            LogEventLevel.Warning => "! ",
            LogEventLevel.Error or LogEventLevel.Fatal => "!! ",
            _ => "",
        };
        using StringWriter text = new(CultureInfo.InvariantCulture);
        words.Format(logEvent, text);
        lock (gate)
        {
            output.WriteLine($"{logEvent.Timestamp:HH:mm:ss} {mark}{OneLine(text.ToString())}");
            if (logEvent.Exception is { } e)
            {
                output.WriteLine(e);
            }

            output.Flush();
        }
    }

    /// <summary>A charger's own words are quoted in messages; none may look like a line of ours.</summary>
    internal static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
