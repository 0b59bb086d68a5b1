using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>Other programs, run to their end.</summary>
internal static class Commands
{
    /// <summary>Runs a program, whatever comes of it.</summary>
    public static async Task<CliResult> TryAsync(string program, params string[] arguments)
    {
        await using ChildProcess process = ChildProcess.Start(program, arguments);
        int code = await process.Exited.OrFail($"the end of {program} {string.Join(' ', arguments)}", process.Told, Patience.ForWork);
        return new CliResult(code, process.Output.Told(), process.Errors.Told());
    }

    /// <summary>Runs a program that has to succeed, and returns what it said.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        CliResult result = await TryAsync(program, arguments);
        return result.ExitCode == 0 ? result.Out : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {result}");
    }
}
