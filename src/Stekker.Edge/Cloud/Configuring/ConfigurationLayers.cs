using System.Collections.Immutable;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Cloud.Configuring;

/// <summary>Lays the cloud's document over the site's own file, top-level key by top-level key.</summary>
internal static class ConfigurationLayers
{
    /// <summary>What is read at the start only: a change of these needs one.</summary>
    private static readonly string[] ReadAtStart = ["ocpp", "web", "meters", "cloud", "log", "clock", "timeZone"];

    private static readonly string[] Keys =
    [
        "timeZone", "grid", "groups", "chargePoints", "ocpp", "meters", "solarArrays", "location", "tariff", "prices", "preferences", "cards", "access", "clock", "web", "log",
        "balancing", "imbalance", "savings", "cloud", "ocpi", "ledger",
    ];

    public static bool IsKey(string name) => Keys.Contains(name);

    /// <param name="document">Null where the cloud has set nothing.</param>
    public static ConfigurationNode Merge(ConfigurationNode local, RemoteDocument? document) => document is null ? local
        : With([
            .. local.Members.Where(m => !document.Owned.Contains(m.Key)),
            .. document.Root.Members.Where(m => document.Owned.Contains(m.Key)),
        ]);

    /// <summary>As <paramref name="wanted"/>, but with what is read at the start only as it is running now.</summary>
    public static ConfigurationNode Live(ConfigurationNode running, ConfigurationNode wanted) => With([
        .. wanted.Members.Where(m => !ReadAtStart.Contains(m.Key)),
        .. running.Members.Where(m => ReadAtStart.Contains(m.Key)),
    ]);

    /// <summary>The keys whose change needs a restart.</summary>
    public static ImmutableArray<string> RestartKeys(ConfigurationNode running, ConfigurationNode wanted) =>
        [.. ReadAtStart.Where(k => !AreSame(running.Member(k), wanted.Member(k)))];

    /// <summary>Keys of the site's own file that say something else than the cloud, which owns them.</summary>
    public static ImmutableArray<string> Ignored(ConfigurationNode local, RemoteDocument? document) => document is null ? []
        : [.. local.Members.Where(m => document.Owned.Contains(m.Key) && !AreSame(m.Value, document.Root.Member(m.Key))).Select(m => m.Key)];

    public static bool AreSame(ConfigurationNode? one, ConfigurationNode? other)
    {
        if (one is null || other is null)
        {
            return one is null && other is null;
        }

        return one.Kind == other.Kind
            && string.Equals(one.Text, other.Text, StringComparison.Ordinal)
            && one.Items.Count == other.Items.Count
            && one.Members.Count == other.Members.Count
            && one.Items.Zip(other.Items).All(pair => AreSame(pair.First, pair.Second))
            && one.Members.All(m => other.Member(m.Key) is { } twin && AreSame(m.Value, twin));
    }

    private static ConfigurationNode With(KeyValuePair<string, ConfigurationNode>[] members) => new(NodeKind.Object, "", members, []);
}
