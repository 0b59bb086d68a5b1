using Serilog.Core;
using Serilog.Events;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>
/// The log's last lines in memory, for the report of a run that dies. No lock: whoever reads may do so while a writer hangs, and a line that
/// is lost between two writers is no loss.
/// </summary>
public sealed class LastLines : ILogEventSink
{
    private const int Most = 40;

    private const int MostCharacters = 240;

    private readonly string?[] lines = new string?[Most];
    private int next = -1;

    public void Emit(LogEvent logEvent)
    {
        string text = $"{logEvent.Timestamp.UtcDateTime:HH:mm:ss} {logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)}{(logEvent.Exception is { } e ? $" ({e.GetType().Name}: {e.Message})" : "")}";
        lines[(Interlocked.Increment(ref next) & int.MaxValue) % Most] = text.Length > MostCharacters ? text[..MostCharacters] : text;
    }

    /// <summary>Oldest first.</summary>
    public string[] All()
    {
        int last = Volatile.Read(ref next);
        return [.. Enumerable.Range(1, Most).Select(i => lines[((last + i) & int.MaxValue) % Most]).OfType<string>()];
    }
}
