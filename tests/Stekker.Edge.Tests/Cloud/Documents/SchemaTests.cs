using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Cloud.Messages;

namespace Stekker.Edge.Tests.Cloud.Documents;

/// <summary>The schemas say what the edge does.</summary>
public class SchemaTests
{
    public static TheoryData<string, string> Down => new()
    {
        { "cards", "cards" }, { "cards-delta", "cards/delta" }, { "vehicles", "vehicles" }, { "prices", "prices/NL" },
        { "imbalance", "imbalance" }, { "weather", "weather" }, { "limits", "limits" },
    };

    public static TheoryData<string> States => ["cards-state", "vehicles-state", "prices-state", "imbalance-state", "weather-state", "limits-state"];

    [Theory]
    [MemberData(nameof(Down))]
    public async Task Each_example_of_what_comes_down_is_taken(string schema, string topic)
    {
        Assert.NotEmpty(Schemas.Examples(schema));
        foreach (string example in Schemas.Examples(schema))
        {
            CloudSite site = CloudSite.InMemory();
            if (topic == "cards/delta")
            {
                await site.TakesAsync("cards", """{ "version": 12, "cards": [] }""");
            }

            StateEntry state = await site.TakesAsync(topic, example);
            Assert.True(state.State == "applied", $"{example}: {state.State}: {string.Join("; ", state.Errors)}");
        }
    }

    [Theory]
    [MemberData(nameof(Down))]
    public async Task What_a_schema_requires_is_required(string schema, string topic)
    {
        foreach (string key in Schemas.Read(schema).GetProperty("required").EnumerateArray().Select(k => k.GetString()!))
        {
            JsonObject without = JsonNode.Parse(Schemas.Examples(schema)[0])!.AsObject();
            without.Remove(key);
            StateEntry state = await CloudSite.InMemory().TakesAsync(topic, without.ToJsonString());
            Assert.Contains(new DocumentError(key, Assert.Single(state.Errors, e => e.Path == key).Error), state.Errors);
            Assert.Contains("is missing", state.Errors.Single(e => e.Path == key).Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Each_example_of_a_state_is_as_it_is_written(string schema)
    {
        Assert.NotEmpty(Schemas.Examples(schema));
        string[] words = [.. Schemas.Read(schema).GetProperty("properties").GetProperty("state").GetProperty("enum").EnumerateArray().Select(w => w.GetString()!)];
        foreach (string example in Schemas.Examples(schema))
        {
            StateEntry read = JsonSerializer.Deserialize(example, MessageJson.Plain.StateEntry)!;
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(example), JsonNode.Parse(read.On("x").Payload.Span)), example);
            Assert.Contains(read.State, words);
        }
    }

    [Fact]
    public async Task What_is_written_has_the_keys_its_schema_requires_and_no_other()
    {
        CloudSite site = CloudSite.InMemory();
        await site.TakesAsync("limits", "{}");
        foreach (DocumentState state in site.Documents.States())
        {
            string schema = state.Topic.Replace("prices/NL", "prices", StringComparison.Ordinal).Replace('/', '-');
            Assert.Equal(
                Schemas.Read(schema).GetProperty("required").EnumerateArray().Select(k => k.GetString()!).Order(StringComparer.Ordinal),
                JsonNode.Parse(state.Payload.Span)!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Each_schema_says_what_it_is()
    {
        string[] names = [.. Down.Concat(States).Select(row => (string)row[0])];
        foreach (string name in names)
        {
            JsonElement schema = Schemas.Read(name);
            Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
            Assert.EndsWith($"/{name}.schema.json", schema.GetProperty("$id").GetString(), StringComparison.Ordinal);
            Assert.NotEqual("", schema.GetProperty("title").GetString());
            Assert.NotEqual("", schema.GetProperty("description").GetString());
        }
    }
}
