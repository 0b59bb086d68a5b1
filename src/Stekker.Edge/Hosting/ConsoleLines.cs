using Serilog.Core;
using Serilog.Events;

namespace Stekker.Edge.Hosting;

/// <summary>One plain line per event on standard output, which procd and systemd pass to the system log.</summary>
internal sealed class ConsoleLines(TextWriter output) : ILogEventSink
{
    private readonly Lock gate = new();

    public void Emit(LogEvent logEvent)
    {
        string mark = logEvent.Level switch
        {
            LogEventLevel.Warning => "! ",
            LogEventLevel.Error or LogEventLevel.Fatal => "!! ",
            _ => "",
        };
        lock (gate)
        {
            output.WriteLine($"{logEvent.Timestamp:HH:mm:ss} {mark}{logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)}");
            if (logEvent.Exception is { } e)
            {
                output.WriteLine(e);
            }

            output.Flush();
        }
    }
}
