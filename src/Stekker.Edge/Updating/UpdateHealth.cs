using System.Collections.Immutable;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Updating;

/// <summary>Whether a new version does what the one before it did.</summary>
internal static class UpdateHealth
{
    /// <summary>Chargers of which one may be missing: one that lost its power meanwhile is not the update's fault.</summary>
    private const int OneMayMissOf = 10;

    /// <summary>What it lacks, in words; null for nothing.</summary>
    /// <param name="before">What was there under the version before; null where nobody wrote it down.</param>
    public static string? Lacks(HandedUpdate? before, SiteState site, bool isCloudConnected)
    {
        if (site.Alerts.Find(Alert.OfLedger) is not null)
        {
            return "the ledger cannot be written";
        }

        if (before is { Cloud: true } && !isCloudConnected)
        {
            return "the cloud is not reached, and was before";
        }

        ImmutableArray<string> were = before is null || before.ChargePoints.IsDefault ? [] : before.ChargePoints;
        string[] missing = [.. were.Where(id => site.ChargePoints.Find(id) is not { IsConnected: true })];
        return missing.Length > were.Length / OneMayMissOf ? $"not connected again: {string.Join(", ", missing)}" : null;
    }
}
