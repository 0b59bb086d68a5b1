using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli;

/// <summary>From arguments to an exit code.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancel)
    {
        try
        {
            return await DispatchAsync(arguments, terminal, cancel);
        }
        catch (UsageException e)
        {
            terminal.Complain(e.Message);
            return ExitCode.UsedWrongly;
        }
        catch (CommandFailedException e)
        {
            terminal.Complain(e.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            terminal.Complain("stopped before it was done");
            return ExitCode.Failed;
        }
    }

    private static Task<int> DispatchAsync(string[] arguments, Terminal terminal, CancellationToken cancel)
    {
        switch (arguments)
        {
            case ["--version"] or ["version"]:
                terminal.Say($"stekker-edge {ProductVersion.Text}");
                return Task.FromResult(ExitCode.Done);
            case ["help" or "--help" or "-h"]:
                terminal.Say(HelpText.Overview(CommandTable.All));
                return Task.FromResult(ExitCode.Done);
            case ["help", .. string[] words]:
                return Task.FromResult(Help(words, terminal));
            case [.. string[] group, "--help" or "-h"] when IsGroup(group):
                return Task.FromResult(Help(group, terminal));
        }

        (Command command, int length) = ArgumentReader.Find(CommandTable.All, arguments);
        Invocation call = ArgumentReader.Read(command, arguments.Skip(length), terminal);
        return call.Has(Command.Help.Name) ? Task.FromResult(Help(command.Words.Split(' '), terminal)) : command.Run(call, cancel);
    }

    private static int Help(string[] words, Terminal terminal)
    {
        terminal.Say(IsGroup(words)
            ? HelpText.Overview([.. CommandTable.All.Where(c => c.Words.StartsWith(words[0] + ' ', StringComparison.Ordinal))])
            : HelpText.Of(ArgumentReader.Find(CommandTable.All, words).Command));
        return ExitCode.Done;
    }

    private static bool IsGroup(string[] words) =>
        words.Length == 1 && CommandTable.All.Any(c => c.Words.StartsWith(words[0] + ' ', StringComparison.Ordinal));
}
