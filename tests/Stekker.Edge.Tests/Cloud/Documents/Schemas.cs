using System.Collections.Immutable;
using System.Text.Json;

namespace Stekker.Edge.Tests.Cloud.Documents;

/// <summary>The schemas of the cloud's payloads, found upwards from the test assembly.</summary>
internal static class Schemas
{
    public static string Folder { get; } = Find();

    public static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".schema.json")));
        return document.RootElement.Clone();
    }

    public static ImmutableArray<string> Examples(string name) => [.. Read(name).GetProperty("examples").EnumerateArray().Select(e => e.GetRawText())];

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "src", "Stekker.Edge", "Cloud", "schemas");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
