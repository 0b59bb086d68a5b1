using System.Collections.Immutable;
using System.Text;

namespace Stekker.Edge.Cli.Parsing;

internal static class HelpText
{
    public static string Overview(ImmutableArray<Command> table)
    {
        StringBuilder text = new();
        text.AppendLine("stekker-edge: charges cars at a site, with or without a cloud").AppendLine();
        text.AppendLine("Usage: stekker-edge COMMAND [OPTIONS]").AppendLine();
        Columns(text, table.Select(c => (Usage(c, withOptions: false), c.Summary)));
        text.AppendLine();
        text.AppendLine("'stekker-edge help COMMAND' tells more of one; 'stekker-edge --version' tells the version.");
        text.Append("Exit codes: 0 done, 1 failed, 2 used wrongly.");
        return text.ToString();
    }

    public static string Of(Command command)
    {
        StringBuilder text = new();
        text.AppendLine($"stekker-edge {command.Words}: {command.Summary}").AppendLine();
        text.AppendLine($"Usage: stekker-edge {Usage(command, withOptions: true)}").AppendLine();
        Columns(text, command.Operands.Select(o => (o.Name, o.Help)).Concat(command.Options.Append(Command.Help).Select(o => (Usage(o), o.Help))));
        if (command.Details.Length > 0)
        {
            text.AppendLine().AppendLine(command.Details.Trim());
        }

        return text.ToString().TrimEnd();
    }

    private static string Usage(Command command, bool withOptions) =>
        string.Join(' ', [command.Words, .. command.Operands.Select(o => o.Required ? o.Name : $"[{o.Name}]"), .. withOptions && !command.Options.IsEmpty ? ["[OPTIONS]"] : Array.Empty<string>()]);

    private static string Usage(Option option) => option.Value is null ? option.Name : $"{option.Name} {option.Value}";

    private static void Columns(StringBuilder text, IEnumerable<(string Left, string Right)> rows)
    {
        (string Left, string Right)[] all = [.. rows];
        int width = all.Max(r => r.Left.Length);
        foreach ((string left, string right) in all)
        {
            text.AppendLine($"  {left.PadRight(width)}  {right}");
        }
    }
}
