using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Tests.Configuration;

/// <summary>Configuration files for the tests: the whole example, and changes to it.</summary>
internal static class Files
{
    public static readonly Surroundings Somewhere = new(id => id is "Europe/Amsterdam" or "UTC", HasZoneData: true, ["sdm630", "sdm120", "pzem-016", "sunspec"]);

    public static ConfigurationReading Read(string json, Surroundings? surroundings = null) =>
        ConfigurationReading.Read(Encoding.UTF8.GetBytes(json), surroundings ?? Somewhere);

    /// <summary>The example with one value in the place of another; "absent" takes the key away.</summary>
    /// <param name="path">As errors name it: "meters[1].baud".</param>
    public static string Example(string path, string json)
    {
        JsonNode root = JsonNode.Parse(
            ConfigurationExample.Text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        JsonNode at = root;
        string[] steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        foreach (string step in steps[..^1])
        {
            at = step[0] == '[' ? at[int.Parse(step[1..^1], System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!;
        }

        if (json == "absent")
        {
            ((JsonObject)at).Remove(steps[^1]);
        }
        else if (steps[^1][0] == '[')
        {
            at[int.Parse(steps[^1][1..^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(json);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(json);
        }

        return root.ToJsonString();
    }
}
