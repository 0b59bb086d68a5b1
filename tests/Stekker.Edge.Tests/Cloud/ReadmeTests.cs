using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Stekker.Edge.Tests.Cloud.Documents;

namespace Stekker.Edge.Tests.Cloud;

/// <summary>The page for the cloud's developers says what the schemas say.</summary>
public partial class ReadmeTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Schemas.Folder, "..", "README.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> SchemaFiles => [.. Directory.GetFiles(Schemas.Folder, "*.schema.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(SchemaFiles))]
    public void Each_schema_has_its_section_with_its_own_words_and_its_own_example(string file)
    {
        JsonNode schema = Schema(file);
        string heading = $"### `{schema["topic"]}`\n\n{schema["description"]} Schema: [{file}](schemas/{file}).\n\n```json\n";
        int at = Page.IndexOf(heading, StringComparison.Ordinal);
        JsonNode wanted = schema["examples"]![0]!;
        Assert.True(at >= 0, $"README.md has not this section (words and example are the schema's own):\n\n{heading}{wanted}\n```");
        int from = at + heading.Length;
        string shown = Page[from..Page.IndexOf("\n```", from, StringComparison.Ordinal)];
        Assert.True(JsonNode.DeepEquals(wanted, JsonNode.Parse(shown)), $"README.md shows another example of {schema["topic"]} than {file}:\n{shown}");
    }

    [Fact]
    public void No_section_is_of_a_schema_that_is_not_there()
    {
        string[] named = [.. SchemaLink().Matches(Page).Select(m => m.Groups[1].Value).Distinct()];
        Assert.NotEmpty(named);
        Assert.All(named, file => Assert.True(File.Exists(Path.Combine(Schemas.Folder, file)), file));
    }

    [Fact]
    public void Each_topic_has_its_line_in_the_table()
    {
        foreach (string file in Directory.GetFiles(Schemas.Folder, "*.schema.json"))
        {
            string topic = (string)Schema(Path.GetFileName(file))["topic"]!;
            Assert.Matches($"(?m)^\\| `{Regex.Escape(topic)}` \\| (up|down) \\| (yes|no) \\| ", Page);
        }
    }

    private static JsonNode Schema(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Schemas.Folder, file)))!;

    [GeneratedRegex(@"\(schemas/([^)]+)\)")]
    private static partial Regex SchemaLink();
}
