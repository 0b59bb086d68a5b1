using System.Diagnostics;

namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>A process this test started, its output line by line, and its end. Ends with the test at the latest.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string name;
    private readonly TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, string name)
    {
        this.process = process;
        this.name = name;
    }

    public Mailbox<string> Output { get; } = new();

    public Mailbox<string> Errors { get; } = new();

    /// <summary>Its exit code, with all of its output read.</summary>
    public Task<int> Exited => exit.Task;

    public int Id => process.Id;

    public static ChildProcess Start(string program, IEnumerable<string> arguments, string? folder = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        ChildProcess child = new(process, Path.GetFileName(program));
        _ = child.RunAsync();
        return child;
    }

    public async Task WriteLineAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Nothing more is written to it.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>SIGKILL: no goodbye, no flush.</summary>
    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It had ended by itself.
        }
    }

    /// <summary>SIGTERM, by the shell's own kill, which every machine has.</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public string Told() => $"--- {name} (pid {process.Id}) said:\n{Output.Told()}\n--- and on standard error:\n{Errors.Told()}";

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited.OrFail($"the end of {name}");
        process.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.WhenAll(PumpAsync(process.StandardOutput, Output), PumpAsync(process.StandardError, Errors));
        await process.WaitForExitAsync();
        int code = process.ExitCode;
        Output.Close($"{name} ended with exit code {code}. {Errors.Told()}");
        Errors.Close($"{name} ended with exit code {code}.");
        exit.SetResult(code);
    }

    private static async Task PumpAsync(StreamReader from, Mailbox<string> into)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            into.Post(line);
        }
    }
}
