using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;

namespace Stekker.Edge.Cli.Site;

/// <summary>The options of every command that touches a site.</summary>
internal static class SiteOptions
{
    public const string DataVariable = "STEKKER_EDGE_DATA";

    /// <summary>On OpenWrt /var is in memory; what must not be lost lives in the overlay.</summary>
    private static readonly string UsualData = File.Exists("/etc/openwrt_release") ? "/etc/stekker-edge/data" : "/var/lib/stekker-edge";

    public static readonly Option Data = new("--data", "DIR", $"the site's data directory (else ${DataVariable}, else {UsualData})");

    public static readonly Option Config = new("--config", "FILE", "the site's configuration, where no daemon runs to know it (for its time zone and name)");

    public static readonly Option Json = new("--json", null, "prints JSON for programs instead of text for people");

    public static ImmutableArray<Option> All => [Data, Config, Json];

    public static string DataDirectory(this Invocation call) => Path.GetFullPath(call.Text(Data.Name) ?? call.Terminal.Environ(DataVariable) ?? UsualData);

    public static bool WantsJson(this Invocation call) => call.Has(Json.Name);

    /// <summary>What to type so that a suggested command reaches the same site.</summary>
    public static string SameSite(this Invocation call) => call.Text(Data.Name) is { } said ? $" --data {said}" : "";
}
