using System.Text.RegularExpressions;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>What OpenWrt's own build installs, as the feed's Makefile says it.</summary>
internal static partial class FeedMakefile
{
    /// <summary>OpenWrt's include/package.mk and rules.mk: the modes its install commands give.</summary>
    private static readonly Dictionary<string, string> Modes = new() { ["BIN"] = "755", ["DATA"] = "644", ["CONF"] = "600" };

    /// <summary>Path on the router to its permissions.</summary>
    public static Dictionary<string, string> Installed() => Line()
        .Matches(File.ReadAllText(Path.Combine(Packages.Repository, "openwrt", "stekker-edge", "Makefile")))
        .ToDictionary(m => m.Groups["path"].Value, m => Modes[m.Groups["how"].Value]);

    [GeneratedRegex(@"^\t\$\(INSTALL_(?<how>BIN|DATA|CONF)\) \S+ \$\(1\)(?<path>/\S+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
