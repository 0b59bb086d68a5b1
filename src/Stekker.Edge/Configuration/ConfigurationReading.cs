using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Configuration;

/// <summary>
/// What came of reading a site's configuration: all of it, or every error at once and nothing. Warnings are things that work but are
/// probably not meant.
/// </summary>
public sealed record ConfigurationReading
{
    /// <summary>More than any site needs; a larger file is a mistake.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private ConfigurationReading(SiteConfiguration? configuration, Findings findings)
    {
        Errors = [.. findings.Errors];
        Warnings = [.. findings.Warnings];
        Configuration = Errors.IsEmpty ? configuration : null;
    }

    /// <summary>Null where there are errors.</summary>
    public SiteConfiguration? Configuration { get; }

    public ImmutableArray<ConfigurationError> Errors { get; }

    public ImmutableArray<ConfigurationError> Warnings { get; }

    /// <summary>A site without a file: nothing in it, each charger waits to be accepted, a house's fuse.</summary>
    public static SiteConfiguration Defaults => new() { SiteId = "site" };

    /// <param name="utf8">The file's bytes, or the cloud's message. Comments and trailing commas are allowed.</param>
    /// <param name="surroundings">What the machine knows; null is this machine.</param>
    public static ConfigurationReading Read(ReadOnlySpan<byte> utf8, Surroundings? surroundings = null)
    {
        Findings findings = new();
        SiteConfiguration? site = null;
        if (utf8.Length > MostBytes)
        {
            findings.Error("line 1", "", $"the configuration has {utf8.Length} bytes; {MostBytes} is the most, is this the right file?");
        }
        else if (ConfigurationSyntax.Parse(utf8, findings) is { } root)
        {
            site = SiteReader.Read(new ObjectReader(root, "", findings), findings, surroundings ?? Surroundings.ThisMachine);
        }

        return new ConfigurationReading(site, findings);
    }

    /// <summary>Of nodes that were parsed before.</summary>
    internal static ConfigurationReading Read(ConfigurationNode root, Surroundings? surroundings = null)
    {
        Findings findings = new();
        return new ConfigurationReading(SiteReader.Read(new ObjectReader(root, "", findings), findings, surroundings ?? Surroundings.ThisMachine), findings);
    }

    /// <summary>A file that is not there or cannot be read is an error like any other.</summary>
    public static ConfigurationReading ReadFile(string path, Surroundings? surroundings = null)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read);
            byte[] bytes = new byte[(int)Math.Min(file.Length, MostBytes + 1)];
            file.ReadExactly(bytes);
            return Read(bytes, surroundings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Findings findings = new();
            findings.Error(path, "", Directory.Exists(path) ? "is a directory; the configuration is one JSON file" : $"cannot be read: {e.Message}");
            return new ConfigurationReading(null, findings);
        }
    }
}
