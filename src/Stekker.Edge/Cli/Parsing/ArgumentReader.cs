using System.Collections.Immutable;

namespace Stekker.Edge.Cli.Parsing;

/// <summary>Reads an argument list against the command table: words, then options and operands in any order; "--" ends the options.</summary>
internal static class ArgumentReader
{
    /// <summary>The command whose words the arguments begin with, and how many words those are.</summary>
    /// <exception cref="UsageException">None does.</exception>
    public static (Command Command, int Words) Find(ImmutableArray<Command> table, IReadOnlyList<string> arguments)
    {
        foreach (Command command in table.OrderByDescending(c => c.Words.Length))
        {
            string[] words = command.Words.Split(' ');
            if (arguments.Count >= words.Length && words.SequenceEqual(arguments.Take(words.Length)))
            {
                return (command, words.Length);
            }
        }

        throw new UsageException(Unknown(table, [.. arguments.TakeWhile(a => !a.StartsWith('-'))]));
    }

    /// <exception cref="UsageException">They do not fit the command.</exception>
    public static Invocation Read(Command command, IEnumerable<string> arguments, Terminal terminal)
    {
        Dictionary<string, string> options = [];
        List<string> operands = [];
        Queue<string> rest = new(arguments);
        bool ended = false;
        while (rest.TryDequeue(out string? argument))
        {
            if (ended || argument == "-" || !argument.StartsWith('-'))
            {
                operands.Add(argument);
            }
            else if (argument == "--")
            {
                ended = true;
            }
            else
            {
                ReadOption(command, argument, rest, options);
            }
        }

        return options.ContainsKey(Command.Help.Name) ? new Invocation(command, options, [], terminal) : new Invocation(command, options, Checked(command, operands), terminal);
    }

    private static void ReadOption(Command command, string argument, Queue<string> rest, Dictionary<string, string> options)
    {
        string[] parts = argument.Split('=', 2);
        string name = parts[0] == "-h" ? Command.Help.Name : parts[0];
        Option? option = name == Command.Help.Name ? Command.Help : command.Find(name);
        if (option is null)
        {
            string? near = DidYouMean.Nearest(name, command.Options.Select(o => o.Name));
            throw new UsageException(
                $"{command.Words} has no option {name}{(near is null ? "" : $"; did you mean {near}?")} 'stekker-edge help {command.Words}' shows its options.");
        }

        string? value = parts.Length == 2 ? parts[1] : null;
        if (option.Value is null && value is not null)
        {
            throw new UsageException($"{name} takes no value ('{value}')");
        }

        if (option.Value is not null && value is null && !(rest.TryPeek(out string? next) && !next.StartsWith("--", StringComparison.Ordinal) && rest.TryDequeue(out value)))
        {
            throw new UsageException($"{name} needs a value: {name} {option.Value} ({option.Help})");
        }

        // As a script says it whose variable is not set; of files it would mean anything from 'here' to 'nowhere'.
        if (option.Value is "FILE" or "DIR" && value is "")
        {
            throw new UsageException($"{name} is empty, it needs a value: {name} {option.Value} ({option.Help})");
        }

        if (!options.TryAdd(name, value ?? "") && option.Value is not null)
        {
            throw new UsageException($"{name} is said twice");
        }
    }

    private static List<string> Checked(Command command, List<string> operands)
    {
        if (operands.Count > command.Operands.Length)
        {
            string takes = command.Operands.IsEmpty ? "nothing" : string.Join(' ', command.Operands.Select(o => o.Name));
            throw new UsageException($"{command.Words} takes {takes}; '{operands[command.Operands.Length]}' is too many");
        }

        if (operands.IndexOf("") is >= 0 and var empty)
        {
            throw new UsageException($"{command.Words}: {command.Operands[empty].Name} is empty: {command.Operands[empty].Help}");
        }

        return command.Operands.Skip(operands.Count).FirstOrDefault(o => o.Required) is { } missing
            ? throw new UsageException($"{command.Words} needs {missing.Name}: {missing.Help}")
            : operands;
    }

    private static string Unknown(ImmutableArray<Command> table, string[] typed)
    {
        if (typed.Length == 0)
        {
            return "say what to do; 'stekker-edge help' shows all there is";
        }

        string[] group = [.. table.Where(c => c.Words.StartsWith(typed[0] + ' ', StringComparison.Ordinal)).Select(c => c.Words)];
        if (typed.Length == 1 && group.Length > 0)
        {
            return $"'{typed[0]}' is one of: {string.Join(", ", group)}";
        }

        string pair = string.Join(' ', typed.Take(2));
        string text = group.Length > 0 ? pair : typed[0];
        string? near = DidYouMean.Nearest(pair, table.Select(c => c.Words)) ?? DidYouMean.Nearest(typed[0], table.Select(c => c.Words.Split(' ')[0]).Distinct());
        return $"there is no command '{text}'{(near is null ? "" : $"; did you mean '{near}'?")}; 'stekker-edge help' shows all there is";
    }
}
