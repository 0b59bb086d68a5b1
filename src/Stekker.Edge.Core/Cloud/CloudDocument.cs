using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Cloud;

/// <summary>Which version of a document of the cloud stands here.</summary>
/// <param name="Name">As its topic: cards, vehicles, weather, limits, prices/NL.</param>
/// <param name="Version">1 to 2^53 - 1; counts up at the cloud.</param>
/// <param name="At">UTC, when it was applied; null where the clock was not trusted then.</param>
/// <param name="SnapshotWanted">A change came that does not follow on this version: something between them is missing.</param>
public sealed record CloudDocument(string Name, long Version, DateTimeOffset? At, bool SnapshotWanted = false) : IKeyed<string>
{
    public const string Cards = "cards";

    public const string Vehicles = "vehicles";

    public const string Weather = "weather";

    public const string Limits = "limits";

    /// <summary>The largest whole number every JSON reader takes to the letter (RFC 8259 §6).</summary>
    public const long LastVersion = (1L << 53) - 1;

    private const string PricePrefix = "prices/";

    string IKeyed<string>.Key => Name;

    /// <param name="area">A bidding zone, spelled as in the site's tariff.</param>
    public static string Prices(string area) => PricePrefix + area;

    /// <summary>Null where no version of it stands.</summary>
    public static CloudDocument? Standing(SiteState state, string name) =>
        state.CloudDocuments.Find(name) is not { } standing ? null

        // Prices of an area the site left and came back to are no longer at hand: its document has to come again.
        : name.StartsWith(PricePrefix, StringComparison.Ordinal) && state.Prices.Spot.IsEmpty ? null
        : standing;
}

public enum DocumentOutcome
{
    Applied,

    /// <summary>This version stands already: without effect.</summary>
    Repeated,

    /// <summary>A newer one stands: without effect.</summary>
    Older,

    /// <summary>Something between it and what stands is missing: without effect, and a snapshot is wanted.</summary>
    Gap,
}
