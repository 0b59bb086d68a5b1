using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem.V16;

/// <summary>A charger's configuration keys as it told them; names without regard to case, as chargers write them.</summary>
internal sealed class Settings16(ImmutableArray<KeyValue> told)
{
    private readonly Dictionary<string, KeyValue> byKey = told
        .GroupBy(k => k.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<string> Profiles => [.. Words(Text("SupportedFeatureProfiles") ?? "")];

    public bool Knows(string key) => byKey.ContainsKey(key);

    public bool IsReadOnly(string key) => byKey.GetValueOrDefault(key)?.Readonly ?? false;

    public string? Text(string key) => byKey.GetValueOrDefault(key)?.Value;

    public int? Number(string key) =>
        int.TryParse(Text(key), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number >= 0 ? number : null;

    public bool IsTrue(string key) => string.Equals(Text(key)?.Trim(), "true", StringComparison.OrdinalIgnoreCase);

    public bool HasProfile(string profile) => Profiles.Contains(profile, StringComparer.OrdinalIgnoreCase);

    /// <summary>What it has is what we wish; for a list, holds all we wish.</summary>
    public bool Covers(Wish wish) =>
        Text(wish.Key) is { } has && Words(wish.Value).All(w => Words(has).Contains(w, StringComparer.OrdinalIgnoreCase));

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
