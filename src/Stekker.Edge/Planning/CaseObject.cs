using System.Globalization;
using System.Text.Json;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Planning;

/// <summary>
/// One object of a planning case. A wrong value is reported once and reads as something harmless, so that the walk goes on
/// and the next fault is found too. Keys nobody asks for are for people and other programs.
/// </summary>
internal readonly struct CaseObject(JsonElement? element, string path, Findings findings)
{
    private const int MostShown = 40;

    public bool IsThere => element is not null;

    public string Key(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public void Error(string name, string right) => findings.Error(Key(name), Find(name) is { } value ? Shown(value) : "", right);

    public string Text(string name, string right)
    {
        if (Take(name, right, isNeeded: true) is { } value)
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            {
                return text;
            }

            Error(name, $"must be a text in quotes: {right}");
        }

        return "";
    }

    public string? Word(string name, params ReadOnlySpan<string> words)
    {
        if (Take(name, "", isNeeded: false) is not { } value)
        {
            return null;
        }

        foreach (string word in words)
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(word))
            {
                return word;
            }
        }

        Error(name, $"must be one of \"{string.Join("\", \"", words)}\"");
        return null;
    }

    public double Number(string name, double least, double most, string right) => Number(name, least, most, right, isNeeded: true) ?? Math.Clamp(0, least, most);

    public double? OptionalNumber(string name, double least, double most, string right) => Number(name, least, most, right, isNeeded: false);

    public int Whole(string name, int least, int most, string right) => TryWhole(name, least, most, right) ?? least;

    /// <summary>Null where it is missing or wrong, which has been said.</summary>
    public int? TryWhole(string name, int least, int most, string right)
    {
        if (Number(name, least, most, right, isNeeded: true) is not { } number)
        {
            return null;
        }

        if (number == Math.Floor(number))
        {
            return (int)number;
        }

        Error(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}: {right}"));
        return null;
    }

    public CaseObject Object(string name, string right) => Inner(name, Take(name, right, isNeeded: true));

    public CaseObject OptionalObject(string name) => Inner(name, Take(name, "", isNeeded: false));

    public List<CaseObject> List(string name, string right)
    {
        List<CaseObject> list = [];
        if (Take(name, right, isNeeded: true) is not { } value)
        {
            return list;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Error(name, $"must be a list of objects: {right}");
            return list;
        }

        foreach (JsonElement item in value.EnumerateArray())
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"{Key(name)}[{list.Count}]");
            bool isObject = item.ValueKind == JsonValueKind.Object;
            if (!isObject)
            {
                findings.Error(key, Shown(item), "must be an object: { … }");
            }

            list.Add(new CaseObject(isObject ? item : null, key, findings));
        }

        return list;
    }

    /// <summary>One number for each step; null where the key is absent and need not be there.</summary>
    /// <param name="whereNull">What a null in the list means; null where it may not be there.</param>
    public double[]? Series(string name, int steps, double least, string right, bool isNeeded = true, double? whereNull = null)
    {
        if (Take(name, right, isNeeded) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != steps)
        {
            string length = value.ValueKind == JsonValueKind.Array ? $"[{value.GetArrayLength()} values]" : Shown(value);
            findings.Error(Key(name), length, string.Create(CultureInfo.InvariantCulture, $"must be a list of {steps} numbers, one for each step: {right}"));
            return null;
        }

        double[] series = new double[steps];
        int t = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            double number = item.ValueKind == JsonValueKind.Null && whereNull is { } nothing ? nothing
                : item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double written) ? written : double.NaN;
            if (double.IsNaN(number) || number < least || (double.IsInfinity(number) && whereNull is null))
            {
                string bound = least > double.MinValue ? string.Create(CultureInfo.InvariantCulture, $" of at least {least}") : "";
                findings.Error(string.Create(CultureInfo.InvariantCulture, $"{Key(name)}[{t}]"), Shown(item), $"must be a number{bound}: {right}");
                number = Math.Max(least, 0);
            }

            series[t++] = number;
        }

        return series;
    }

    private double? Number(string name, double least, double most, string right, bool isNeeded)
    {
        if (Take(name, right, isNeeded) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) && number >= least && number <= most)
        {
            return number;
        }

        string quoted = value.ValueKind == JsonValueKind.String ? ", without quotes" : "";
        Error(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}{quoted}: {right}"));
        return null;
    }

    private CaseObject Inner(string name, JsonElement? value)
    {
        if (value is { ValueKind: not JsonValueKind.Object })
        {
            Error(name, "must be an object: { … }");
            value = null;
        }

        return new CaseObject(value, Key(name), findings);
    }

    private JsonElement? Take(string name, string right, bool isNeeded)
    {
        JsonElement? value = Find(name);
        if (value is null && isNeeded && element is not null)
        {
            findings.Error(Key(name), "", $"is missing: {right}");
        }

        return value;
    }

    private JsonElement? Find(string name) =>
        element is { } there && there.TryGetProperty(name, out JsonElement value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    private static string Shown(JsonElement value)
    {
        string raw = value.GetRawText();
        return ConfigurationNode.Clean(raw.Length <= MostShown ? raw : raw[..MostShown] + "…");
    }
}
