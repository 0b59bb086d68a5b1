using System.Globalization;
using System.Text.Json;
using Stekker.Edge.Configuration;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>
/// Reads one object of a document key by key. A wrong value is reported and reads as not there, so that the next error is found too. Keys
/// nobody asks for are let be: a newer cloud may say more. A null is as good as no key.
/// </summary>
internal sealed class DocumentObject
{
    public const int MostText = 255;

    /// <summary>No document tells of times further away; a date beyond is one typed wrong.</summary>
    private const int FirstYear = 2000;

    private const int LastYear = 2200;

    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
    private readonly string path;
    private readonly DocumentFindings findings;

    public DocumentObject(JsonElement element, string path, DocumentFindings findings)
    {
        this.path = path;
        this.findings = findings;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
            {
                findings.Add(Key(member.Name), "is there twice; keep one of them");
            }
        }
    }

    public string Key(string name) => ObjectReader.Join(path, name);

    public void Error(string name, string right) => findings.Add(Key(name), $"{Shown(name)}: {right}");

    /// <summary>Null where it is absent or wrong. On one line, and of at most <see cref="MostText"/> characters.</summary>
    public string? Text(string name, bool required = false)
    {
        if (Take(name, required, "a text in quotes") is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Error(name, "it is a text in quotes");
            return null;
        }

        string text = value.GetString()!;
        if (text.Length > MostText || text.Any(char.IsControl))
        {
            Error(name, FormattableString.Invariant($"it is a text on one line, of at most {MostText} characters; this one has {text.Length}"));
            return null;
        }

        return text;
    }

    public decimal? Number(string name, decimal least, decimal most, string unit, bool required = false)
    {
        string right = FormattableString.Invariant($"a number{(unit.Length > 0 ? " of " : "")}{unit} from {least} to {most}");
        if (Take(name, required, right) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && number >= least && number <= most)
        {
            return number;
        }

        Error(name, $"it is {right}{(value.ValueKind == JsonValueKind.String ? ", without quotes" : "")}");
        return null;
    }

    public long? Whole(string name, long least, long most, string unit = "", bool required = false)
    {
        string right = FormattableString.Invariant($"a whole number{(unit.Length > 0 ? " of " : "")}{unit} from {least} to {most}");
        if (Take(name, required, right) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && number >= least && number <= most && decimal.Truncate(number) == number)
        {
            return (long)number;
        }

        Error(name, $"it is {right}{(value.ValueKind == JsonValueKind.String ? ", without quotes" : "")}");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Take(name, false, "") is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Error(name, "it is true or false, without quotes");
        return null;
    }

    /// <summary>UTC.</summary>
    public DateTimeOffset? Moment(string name)
    {
        const string right = "a moment with its offset, such as 2027-01-31T08:00:00+01:00 or 2027-01-31T07:00:00Z";
        if (Take(name, required: true, right) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && SiteTimes.WithItsOffset(value.GetString()!) is { Year: >= FirstYear and <= LastYear } at)
        {
            return at;
        }

        Error(name, $"it is {right}");
        return null;
    }

    /// <summary>The objects of a list that has to be there.</summary>
    /// <param name="most">With more of them none is read.</param>
    public List<DocumentObject> Objects(string name, int most, bool required = true)
    {
        List<DocumentObject> objects = [];
        foreach ((JsonElement item, string at) in Items(name, most, required, "a list of objects: [ { … }, { … } ]"))
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                objects.Add(new DocumentObject(item, at, findings));
            }
            else
            {
                findings.Add(at, $"{ShownOf(item)}: it is an object: {{ … }}");
            }
        }

        return objects;
    }

    /// <summary>The texts of a list, each with its path; null for one that is none.</summary>
    public List<(string Path, string Text)> Texts(string name, int most)
    {
        List<(string, string)> texts = [];
        foreach ((JsonElement item, string at) in Items(name, most, required: false, "a list of texts"))
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                texts.Add((at, item.GetString()!));
            }
            else
            {
                findings.Add(at, $"{ShownOf(item)}: it is a text in quotes");
            }
        }

        return texts;
    }

    private IEnumerable<(JsonElement Item, string Path)> Items(string name, int most, bool required, string right)
    {
        if (Take(name, required, right) is not { } list)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            Error(name, $"it is {right}");
            return [];
        }

        if (list.GetArrayLength() > most)
        {
            findings.Add(Key(name), FormattableString.Invariant($"has {list.GetArrayLength()} entries; {most} is the most"));
            return [];
        }

        return list.EnumerateArray().Select((item, i) => (item, ObjectReader.Item(Key(name), i)));
    }

    private JsonElement? Take(string name, bool required, string right)
    {
        if (members.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        if (required)
        {
            findings.Add(Key(name), $"is missing: it is {right}");
        }

        return null;
    }

    private string Shown(string name) => members.TryGetValue(name, out JsonElement value) ? ShownOf(value) : "nothing";

    private static string ShownOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        JsonValueKind.String => $"'{ConfigurationNode.Clean(value.GetString()!)}'",
        _ => ConfigurationNode.Clean(value.GetRawText()),
    };
}
