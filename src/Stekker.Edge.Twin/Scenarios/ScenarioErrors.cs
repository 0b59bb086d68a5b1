using System.Collections.Immutable;

namespace Stekker.Edge.Twin.Scenarios;

/// <summary>What is wrong with a scenario: the key, what it says, and what would be right.</summary>
public sealed record ScenarioError(string Key, string Value, string Expected)
{
    public override string ToString() => $"{Key}: {Value}; {Expected}";
}

/// <summary>A scenario, or every error in it.</summary>
public abstract record ScenarioReading
{
    public sealed record Read(Scenario Scenario) : ScenarioReading;

    public sealed record Wrong(ImmutableArray<ScenarioError> Errors) : ScenarioReading;
}
