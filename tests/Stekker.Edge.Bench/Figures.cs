using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Bench;

/// <summary>What this run of the bench measured, in a file that grows with each part: one that fails leaves the others' figures.</summary>
internal sealed class Figures(Options options)
{
    private const string JsonFile = "artifacts/bench.json";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };

    private readonly Dictionary<string, object> measured = new() { ["machine"] = Machine.Describe(), ["options"] = options };

    /// <summary>Others' load is part of what is measured: it is told with each part.</summary>
    public static void Begin(string part) => Console.WriteLine($"\n== {part} (load average {Machine.LoadAverage()})\n");

    public void Add(string name, object figures)
    {
        measured[name] = figures;
        measured[$"{name}LoadAverage"] = Machine.LoadAverage();
        Directory.CreateDirectory(Path.GetDirectoryName(JsonFile)!);
        File.WriteAllText(JsonFile, JsonSerializer.Serialize(measured, Indented));
        Console.WriteLine($"All figures: {JsonFile}");
    }
}
