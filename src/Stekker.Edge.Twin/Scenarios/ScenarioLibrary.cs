using System.Collections.Immutable;

namespace Stekker.Edge.Twin.Scenarios;

/// <summary>The scenarios that come with the product.</summary>
public static class ScenarioLibrary
{
    public static readonly ImmutableArray<string> Names = ["garage", "office", "depot", "public"];

    /// <summary>Null where there is none of that name.</summary>
    public static string? Text(string name)
    {
        using Stream? stream = typeof(ScenarioLibrary).Assembly.GetManifestResourceStream($"Scenarios/{name}.json");
        if (stream is null)
        {
            return null;
        }

        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    public static Scenario Load(string name) =>
        Text(name) is { } text && ScenarioReader.Read(name, text) is ScenarioReading.Read read
            ? read.Scenario
            : throw new ArgumentException($"there is no sound scenario '{name}'", nameof(name));
}
