using Stekker.Edge.Cli;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Cli;

/// <summary>Runs command lines as a person would, on a data directory of the test's own.</summary>
internal sealed class Shell : IDisposable
{
    private readonly TempDirectory directory = new();

    public string Data => directory.Path;

    /// <summary>What commands read from standard input.</summary>
    public string Input { get; init; } = "";

    public string File(string name) => directory.File(name);

    public string Written(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    /// <summary>With the data directory in the environment, as on an appliance.</summary>
    public async Task<Said> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        using StringReader input = new(Input);
        Terminal terminal = new(input, output, error, name => name == "STEKKER_EDGE_DATA" ? Data : null);
        int code = await CommandLine.RunAsync(arguments, terminal, CancellationToken.None);
        return new Said(code, output.ToString(), error.ToString());
    }

    /// <summary>What a command prints that has to succeed.</summary>
    public async Task<string> OutAsync(params string[] arguments)
    {
        Said said = await RunAsync(arguments);
        Assert.True(said.Code == 0, $"{string.Join(' ', arguments)}: {said}");
        return said.Out;
    }

    /// <summary>Asks again and again until the site has come so far.</summary>
    public async Task UntilAsync(string says, params string[] arguments)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (!(await OutAsync(arguments)).Contains(says, StringComparison.Ordinal))
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => directory.Dispose();
}

internal sealed record Said(int Code, string Out, string Error);
