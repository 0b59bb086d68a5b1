using Serilog;
using Stekker.Edge.Hosting;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Hosting;

public class ConsoleLinesTests
{
    [Fact]
    public void A_message_is_one_plain_line_with_a_mark_where_it_matters()
    {
        using LogLines output = new();
        using Serilog.Core.Logger logger = new LoggerConfiguration().WriteTo.Sink(new ConsoleLines(output)).CreateLogger();
        logger.Information("{What}", "CP01 connected from \"here\"");
        logger.Warning("{What} of {Count}", "CP01\r\n12:00:00 all is well\u001b[2K", 2);
        logger.Error(new InvalidOperationException("why"), "{What}", "broken");
        Assert.Equal("CP01 connected from \"here\"", output.Lines.All[0][9..]);
        Assert.Equal("! CP01  12:00:00 all is well [2K of 2", output.Lines.All[1][9..]);
        Assert.Equal("!! broken", output.Lines.All[2][9..]);
        Assert.Contains("InvalidOperationException: why", output.Lines.All[3], StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_log_file_too_a_charger_s_own_words_stay_on_the_line_they_are_on()
    {
        using StringWriter output = new();
        using Serilog.Core.Logger logger = new LoggerConfiguration().WriteTo.Sink(new Formatted(output)).CreateLogger();
        logger.Warning("{What}", "CP01 booted: X\n2026-11-28 12:00:00 I all is well");
        logger.Error(new InvalidOperationException("why"), "{What}", "broken");
        string[] lines = output.ToString().TrimEnd().Split('\n');
        Assert.EndsWith(" W CP01 booted: X 2026-11-28 12:00:00 I all is well", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" E broken", lines[1], StringComparison.Ordinal);
        Assert.Equal("System.InvalidOperationException: why", lines[2]);
    }

    private sealed class Formatted(TextWriter output) : Serilog.Core.ILogEventSink
    {
        private readonly FileLines lines = new();

        public void Emit(Serilog.Events.LogEvent logEvent) => lines.Format(logEvent, output);
    }
}
