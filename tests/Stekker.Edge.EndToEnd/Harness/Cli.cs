using System.Text.Json;

namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>The binary's own command line, against one data folder.</summary>
internal sealed class Cli(string data)
{
    /// <summary>Runs a command with --data, whatever comes of it.</summary>
    public Task<CliResult> TryAsync(params string[] arguments) => BareAsync([.. arguments, "--data", data]);

    /// <summary>Runs a command that has to succeed.</summary>
    public async Task<CliResult> RunAsync(params string[] arguments)
    {
        CliResult result = await TryAsync(arguments);
        return result.ExitCode == 0 ? result : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {result}");
    }

    /// <summary>Runs a command that has to succeed, with --json, and reads what it said.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments) => (await RunAsync([.. arguments, "--json"])).Json;

    /// <summary>Runs the binary with just these arguments.</summary>
    public static Task<CliResult> BareAsync(params string[] arguments) => BareAsync(Patience.Limit, arguments);

    /// <param name="limit">For a command that is meant to take its time.</param>
    public static async Task<CliResult> BareAsync(TimeSpan limit, params string[] arguments)
    {
        await using ChildProcess process = ChildProcess.Start(EdgeBinary.Location, arguments);
        int code = await process.Exited.OrFail($"stekker-edge {string.Join(' ', arguments)}", process.Told, limit);
        return new CliResult(code, process.Output.Told(), process.Errors.Told());
    }
}

internal sealed record CliResult(int ExitCode, string Out, string Err)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public override string ToString() => $"exit code {ExitCode}\n--- output:\n{Out}\n--- errors:\n{Err}";
}
