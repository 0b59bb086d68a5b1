using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Stekker.Edge.Cli.Parsing;

/// <summary>Where a command reads and writes: the process's own streams, or a test's.</summary>
/// <param name="watched">Somebody looks at what goes to the error stream: progress may be shown there.</param>
/// <param name="screen">The size of the screen that output goes to, which may change; null where it goes to a file or a pipe.</param>
public sealed class Terminal(
    TextReader input, TextWriter output, TextWriter error, Func<string, string?> environment, bool watched = false, Func<ScreenSize>? screen = null)
{
    public TextReader In => input;

    public TextWriter Out => output;

    public TextWriter Error => error;

    public bool IsWatched => watched;

    public ScreenSize? Screen => screen?.Invoke();

    public static Terminal OfProcess()
    {
        bool onScreen = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new Terminal(
            Console.In,
            Console.Out,
            Console.Error,
            Environment.GetEnvironmentVariable,
            !Console.IsErrorRedirected,
            onScreen ? static () => new ScreenSize(Console.WindowWidth, Console.WindowHeight) : null);
    }

    public string? Environ(string name) => environment(name) is { Length: > 0 } value ? value : null;

    public void Say(string line) => output.WriteLine(line);

    public void Json<T>(T value, JsonTypeInfo<T> readable) => output.WriteLine(JsonSerializer.Serialize(value, readable));

    /// <summary>For what a person should know and a program should not have to skip.</summary>
    public void Note(string line) => error.WriteLine(line);

    /// <summary>One line that the next takes the place of; an empty one clears it.</summary>
    public void Progress(string line)
    {
        if (watched)
        {
            error.Write($"\r\e[K{line}");
        }
    }

    public void Complain(string line) => error.WriteLine($"stekker-edge: {line}");
}

public readonly record struct ScreenSize(int Columns, int Rows);
