using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Cloud.Configuring;

/// <summary>
/// A configuration as the cloud sends it: the site's own keys at top level, with a version, and which of them the cloud owns. Keys it does
/// not own stay as the site's file has them.
/// </summary>
/// <param name="Owned">Top-level keys whose value is the document's, also where it leaves one out: that one then has its default.</param>
internal sealed record RemoteDocument(long Version, ImmutableArray<string> Owned, TimeSpan RollbackAfter, ConfigurationNode Root)
{
    public const string VersionKey = "version";
    public const string OwnsKey = "cloudOwns";
    public const string RollbackKey = "rollbackAfterS";
    public const string SiteIdKey = "siteId";

    /// <summary>JSON numbers are exact up to here (RFC 8259 §6).</summary>
    public const long LargestVersion = 9_007_199_254_740_991;

    private const int LeastRollbackS = 60;
    private const int MostRollbackS = 86_400;

    private static readonly TimeSpan UsualRollback = TimeSpan.FromMinutes(10);

    private static readonly string[] NotSettings = [VersionKey, OwnsKey, RollbackKey, SiteIdKey];

    /// <summary>Null where it is no such document; the findings say why.</summary>
    public static RemoteDocument? Parse(ReadOnlySpan<byte> utf8, Findings findings)
    {
        if (ConfigurationSyntax.Parse(utf8, findings) is not { } root)
        {
            return null;
        }

        long? version = VersionOf(root, findings);
        TimeSpan? rollback = RollbackOf(root, findings);
        ImmutableArray<string>? owned = OwnedOf(root, findings);
        return version is { } v && rollback is { } r && owned is { } o && findings.Errors.Count == 0 ? new RemoteDocument(v, o, r, root) : null;
    }

    /// <summary>The version of a document that is wrong otherwise; null where it has none.</summary>
    public static long? VersionIn(ReadOnlySpan<byte> utf8) => ConfigurationSyntax.Parse(utf8, new Findings()) is { } root ? VersionOf(root, new Findings()) : null;

    private static long? VersionOf(ConfigurationNode root, Findings findings)
    {
        ConfigurationNode? node = root.Member(VersionKey);
        if (node is { Kind: NodeKind.Number } && long.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long version) && version is >= 1 and <= LargestVersion)
        {
            return version;
        }

        findings.Error(VersionKey, node?.Shown() ?? "", node is null ? "is missing: a whole number that grows with each change" : "must be a whole number from 1, without quotes");
        return null;
    }

    private static TimeSpan? RollbackOf(ConfigurationNode root, Findings findings)
    {
        ConfigurationNode? node = root.Member(RollbackKey);
        if (node is null or { Kind: NodeKind.Nothing })
        {
            return UsualRollback;
        }

        if (node.Kind == NodeKind.Number && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= LeastRollbackS and <= MostRollbackS)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        findings.Error(RollbackKey, node.Shown(), $"must be a whole number of seconds from {LeastRollbackS} to {MostRollbackS}");
        return null;
    }

    private static ImmutableArray<string>? OwnedOf(ConfigurationNode root, Findings findings)
    {
        ConfigurationNode? node = root.Member(OwnsKey);
        if (node is null or { Kind: NodeKind.Nothing })
        {
            return [.. root.Members.Select(m => m.Key).Except(NotSettings)];
        }

        if (node.Kind != NodeKind.List || node.Items.Any(i => i.Kind != NodeKind.Text))
        {
            findings.Error(OwnsKey, node.Shown(), "must be a list of top-level keys, as [\"tariff\", \"preferences\"]");
            return null;
        }

        ImmutableArray<string> owned = [.. node.Items.Select(i => i.Text).Distinct()];
        foreach (string odd in owned.Where(k => NotSettings.Contains(k) || !ConfigurationLayers.IsKey(k)))
        {
            findings.Error(OwnsKey, odd, NotSettings.Contains(odd) ? "cannot be owned by the cloud: it is the site's own" : "is no key of a site's configuration");
        }

        return owned;
    }
}
