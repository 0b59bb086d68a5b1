using System.Text;

namespace Stekker.Edge.Tests.Support;

/// <summary>What the daemon tells people, line by line.</summary>
internal sealed class LogLines : TextWriter
{
    public Seen<string> Lines { get; } = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new NotSupportedException("Lines only.");

    public override void WriteLine(string? value) => Lines.Add(value ?? "");

    public Task<string> Said(string part, int after = 0) => Lines.First(l => l.Contains(part, StringComparison.Ordinal), after);
}
