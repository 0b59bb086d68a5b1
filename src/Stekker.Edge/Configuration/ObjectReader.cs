using System.Globalization;
using Stekker.Edge.Cli.Parsing;

namespace Stekker.Edge.Configuration;

/// <summary>
/// Reads one object key by key. Each question notes its key as known; what was never asked for is unknown and reported by
/// <see cref="Finish"/>. A wrong value is reported and reads as not there, so the walk goes on and finds the next error too.
/// </summary>
internal sealed class ObjectReader(ConfigurationNode? node, string path, Findings findings)
{
    private const string Hidden = "***";

    private const int MostSuggested = 64;

    private readonly List<string> known = [];

    /// <summary>False where the file does not hold this object at all.</summary>
    public bool IsThere => node is not null;

    public static string Join(string path, string name) => path.Length == 0 ? ConfigurationNode.Clean(name) : $"{path}.{ConfigurationNode.Clean(name)}";

    public static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    public string Key(string name) => Join(path, name);

    /// <summary>Null where it is absent, null, or wrong; a wrong one is reported.</summary>
    /// <param name="whyNot">Null for a good text, else what would be right ("must be …").</param>
    public string? Text(string name, Func<string, string?> whyNot, bool secret = false)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        string? wrong = value.Kind == NodeKind.Text ? whyNot(value.Text) : "must be a text in quotes";
        if (wrong is null)
        {
            return value.Text;
        }

        findings.Error(Key(name), secret ? Hidden : value.Shown(), wrong);
        return null;
    }

    public string? Text(string name) => Text(name, ConfigurationTexts.NotEmpty);

    /// <param name="of">The unit in words, with a blank before it: " amperes"; empty for a plain number.</param>
    /// <param name="decimals">Most digits behind the point.</param>
    public decimal? Number(string name, decimal least, decimal most, string of, int decimals)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.Kind == NodeKind.Number
            && decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            && number >= least && number <= most && decimal.Round(number, decimals) == number)
        {
            return number;
        }

        string kind = decimals == 0 ? "a whole number" : "a number";
        string fine = decimals == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", with at most {decimals} decimal{(decimals == 1 ? "" : "s")}");
        string quoted = value.Kind == NodeKind.Text ? ", without quotes" : "";
        findings.Error(
            Key(name), value.Shown(), string.Create(CultureInfo.InvariantCulture, $"must be {kind}{(of.Length > 0 ? " of" + of : "")} from {least} to {most}{fine}{quoted}"));
        return null;
    }

    public int? Whole(string name, int least, int most, string of = "") => (int?)Number(name, least, most, of, 0);

    public bool? Flag(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.Kind == NodeKind.Flag)
        {
            return value.Text == "true";
        }

        findings.Error(Key(name), value.Shown(), "must be true or false, without quotes");
        return null;
    }

    public T? Choice<T>(string name, params ReadOnlySpan<(string Word, T Means)> choices)
        where T : struct
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        List<string> words = [];
        foreach ((string word, T means) in choices)
        {
            if (value.Kind is NodeKind.Text && value.Text == word)
            {
                return means;
            }

            words.Add(word);
        }

        findings.Error(Key(name), value.Shown(), $"must be one of \"{string.Join("\", \"", words)}\"{Nearest(value.Text, words)}");
        return null;
    }

    /// <summary>An object in this one; empty where it is not there.</summary>
    public ObjectReader Object(string name) => new(Of(Take(name), Key(name)), Key(name), findings);

    /// <summary>The objects of a list; none where it is not there.</summary>
    public List<ObjectReader> List(string name)
    {
        if (Take(name) is not { } value)
        {
            return [];
        }

        if (value.Kind != NodeKind.List)
        {
            findings.Error(Key(name), value.Shown(), "must be a list of objects: [ { … }, { … } ]");
            return [];
        }

        return [.. value.Items.Select((item, i) => (Item: Of(item, Item(Key(name), i)), Index: i))
            .Where(i => i.Item is not null)
            .Select(i => new ObjectReader(i.Item, Item(Key(name), i.Index), findings))];
    }

    /// <summary>Reports a key that must be there and is not. Not where it is there but wrong: that has been said.</summary>
    public void Require(string name, string what)
    {
        if (node is not null && node.Member(name) is null or { Kind: NodeKind.Nothing })
        {
            findings.Error(Key(name), "", $"is missing: {what}");
        }
    }

    public bool Has(string name) => node?.Member(name) is not (null or { Kind: NodeKind.Nothing });

    /// <summary>There, and nothing told against it so far.</summary>
    public bool IsRight(string name) => Has(name) && !findings.Errors.Any(e => e.Key == Key(name));

    public void Error(string name, string right) => findings.Error(Key(name), Shown(name), right);

    public void Warn(string name, string right) => findings.Warn(Key(name), Shown(name), right);

    /// <summary>Reports the keys nobody asked for. Their values are not shown: a mistyped "password" has a password behind it.</summary>
    public void Finish()
    {
        foreach ((string name, _) in node?.Members ?? [])
        {
            if (!known.Contains(name))
            {
                string near = Nearest(name, known);
                findings.Error(Key(name), "", near.Length > 0 ? $"is no known key{near}" : $"is no known key; known here: {string.Join(", ", known)}");
            }
        }
    }

    private static string Nearest(string typed, List<string> words) =>
        typed.Length <= MostSuggested && DidYouMean.Nearest(typed, words) is { } near ? $"; did you mean \"{near}\"?" : "";

    private ConfigurationNode? Take(string name)
    {
        known.Add(name);
        return Has(name) ? node!.Member(name) : null;
    }

    private string Shown(string name) => node?.Member(name)?.Shown() ?? "";

    private ConfigurationNode? Of(ConfigurationNode? value, string key)
    {
        if (value is null or { Kind: NodeKind.Object })
        {
            return value;
        }

        findings.Error(key, value.Shown(), "must be an object: { … }");
        return null;
    }
}
