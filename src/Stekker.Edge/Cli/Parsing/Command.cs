using System.Collections.Immutable;

namespace Stekker.Edge.Cli.Parsing;

/// <param name="Value">What its value is called in the help; null for a switch.</param>
public sealed record Option(string Name, string? Value, string Help);

public sealed record Operand(string Name, string Help, bool Required = true);

/// <summary>One line of the command table.</summary>
/// <param name="Words">What is typed: "cards add".</param>
public sealed record Command(
    string Words,
    string Summary,
    ImmutableArray<Operand> Operands,
    ImmutableArray<Option> Options,
    Func<Invocation, CancellationToken, Task<int>> Run)
{
    public static readonly Option Help = new("--help", null, "shows this help");

    /// <summary>What more there is to say in its help; whole lines.</summary>
    public string Details { get; init; } = "";

    public Option? Find(string option) => Options.FirstOrDefault(o => o.Name == option);
}
