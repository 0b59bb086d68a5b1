using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Stekker.Edge.Cli.Parsing;

/// <summary>Where a command reads and writes: the process's own streams, or a test's.</summary>
public sealed class Terminal(TextReader input, TextWriter output, TextWriter error, Func<string, string?> environment)
{
    public TextReader In => input;

    public TextWriter Out => output;

    public TextWriter Error => error;

    public static Terminal OfProcess() => new(Console.In, Console.Out, Console.Error, Environment.GetEnvironmentVariable);

    public string? Environ(string name) => environment(name) is { Length: > 0 } value ? value : null;

    public void Say(string line) => output.WriteLine(line);

    public void Json<T>(T value, JsonTypeInfo<T> readable) => output.WriteLine(JsonSerializer.Serialize(value, readable));

    /// <summary>For what a person should know and a program should not have to skip.</summary>
    public void Note(string line) => error.WriteLine(line);

    public void Complain(string line) => error.WriteLine($"stekker-edge: {line}");
}
