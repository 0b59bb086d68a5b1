using System.Globalization;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Parsing;

/// <summary>A command with what was typed for it, and the terminal it talks to.</summary>
public sealed class Invocation(Command command, IReadOnlyDictionary<string, string> options, IReadOnlyList<string> operands, Terminal terminal)
{
    public Command Command => command;

    public Terminal Terminal => terminal;

    public bool Has(string option) => options.ContainsKey(option);

    public string? Text(string option) => options.GetValueOrDefault(option);

    public string Required(string option) => Text(option)
        ?? throw new UsageException($"{command.Words} needs {option} {command.Find(option)!.Value}: {command.Find(option)!.Help}");

    public string Operand(string name) => OptionalOperand(name)!;

    public string? OptionalOperand(string name)
    {
        for (int i = 0; i < operands.Count; i++)
        {
            if (command.Operands[i].Name == name)
            {
                return operands[i];
            }
        }

        return null;
    }

    public int? Whole(string option, int least, int most)
    {
        if (Text(option) is not { } said)
        {
            return null;
        }

        return int.TryParse(said, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} '{said}': it is a whole number from {least} to {most}"));
    }

    public decimal? Number(string option, decimal least, decimal most)
    {
        if (Text(option) is not { } said)
        {
            return null;
        }

        return decimal.TryParse(said, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number >= least && number <= most
            ? number
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} '{said}': it is a number from {least} to {most}, with a point where it is broken (7.4)"));
    }

    public string? Moment(string option) =>
        Text(option) is not { } said || SiteTimes.IsMoment(said) ? Text(option) : throw new UsageException($"{option} '{said}': it is {SiteTimes.Expected}");
}
