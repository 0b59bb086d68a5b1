using System.Globalization;
using System.Text.Json;

namespace Stekker.Edge.Twin.Scenarios;

/// <summary>An object of the scenario file. What it is not asked for is an error too: a key that is misspelt must not be passed over.</summary>
internal sealed class ScenarioNode(string path, JsonElement element, List<ScenarioError> errors)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public string Path => path;

    public List<ScenarioError> Errors => errors;

    public bool Has(string key) => Find(key) is not null;

    public double Number(string key, double least, double most, double? usual = null)
    {
        if (Find(key) is not { } value)
        {
            return usual ?? Missing(key, FormattableString.Invariant($"a number from {least} to {most}"), least);
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most)
        {
            return number;
        }

        return Wrong(key, value, FormattableString.Invariant($"it is a number from {least} to {most}"), least);
    }

    public int Whole(string key, int least, int most, int? usual = null)
    {
        double number = Number(key, least, most, usual);
        return number == Math.Floor(number) ? (int)number : Wrong(key, Find(key)!.Value, "it is a whole number", least);
    }

    public string Text(string key, string? usual = null)
    {
        if (Find(key) is not { } value)
        {
            return usual ?? Missing(key, "a text", "");
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : Wrong(key, value, "it is a text", "");
    }

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    public bool Flag(string key, bool usual)
    {
        if (Find(key) is not { } value)
        {
            return usual;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Wrong(key, value, "it is true or false", usual);
    }

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string key, T? usual, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct
    {
        if (usual is { } standing && !Has(key))
        {
            return standing;
        }

        string text = Text(key);
        List<string> words = [];
        foreach ((string word, T value) in choices)
        {
            if (word == text)
            {
                return value;
            }

            words.Add(word);
        }

        if (text.Length > 0)
        {
            errors.Add(new ScenarioError(Key(key), $"'{text}'", $"it is one of {string.Join(", ", words)}"));
        }

        return choices[0].Value;
    }

    public DateTimeOffset Moment(string key, DateTimeOffset usual)
    {
        if (!Has(key))
        {
            return usual;
        }

        string text = Text(key);
        bool isRight = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at);
        return isRight ? at : Wrong(key, Find(key)!.Value, "it is a moment, as 2025-01-06T00:00:00Z", usual);
    }

    /// <summary>Null where it is not there.</summary>
    public ScenarioNode? Object(string key)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object ? new ScenarioNode(Key(key), value, errors) : Wrong<ScenarioNode?>(key, value, "it is an object in braces", null);
    }

    public List<ScenarioNode> List(string key)
    {
        List<ScenarioNode> items = [];
        if (Find(key) is not { } value)
        {
            return items;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return Wrong(key, value, "it is a list in brackets", items);
        }

        foreach (JsonElement item in value.EnumerateArray())
        {
            string at = $"{Key(key)}[{items.Count}]";
            if (item.ValueKind == JsonValueKind.Object)
            {
                items.Add(new ScenarioNode(at, item, errors));
            }
            else
            {
                errors.Add(new ScenarioError(at, item.GetRawText(), "it is an object in braces"));
            }
        }

        return items;
    }

    public void Complain(string key, string value, string expected) => errors.Add(new ScenarioError(Key(key), value, expected));

    /// <summary>To be called when all that is known was asked for.</summary>
    public void End()
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!asked.Contains(property.Name))
            {
                errors.Add(new ScenarioError(Key(property.Name), "is not known here", $"known are {string.Join(", ", asked.Order(StringComparer.Ordinal))}"));
            }
        }
    }

    private JsonElement? Find(string key)
    {
        asked.Add(key);
        return element.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private string Key(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private T Missing<T>(string key, string expected, T instead)
    {
        errors.Add(new ScenarioError(Key(key), "is missing", $"it is {expected}"));
        return instead;
    }

    private T Wrong<T>(string key, JsonElement value, string expected, T instead)
    {
        string raw = value.GetRawText();
        errors.Add(new ScenarioError(Key(key), raw.Length > 40 ? raw[..40] + "..." : raw, expected));
        return instead;
    }
}
