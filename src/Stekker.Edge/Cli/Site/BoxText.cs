using System.Globalization;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Site;

/// <summary>The box itself, in the lines of status.</summary>
internal static class BoxText
{
    public static IEnumerable<string> Lines(BoxEntry box)
    {
        string budget = $"of {Mb(box.FlashBudgetBytes)} MB a day";
        string written = box.FlashWrittenBytes is { } bytes ? $"{Mb(bytes)} MB written today {budget}" : $"not counted by this machine's kernel ({budget} are allowed)";
        string room = box is { DiskFreeBytes: { } free, DiskTotalBytes: { } total } ? $"; {Mb(free)} MB of {Mb(total)} MB free, the ledger has {Mb(box.LedgerBytes)} MB" : "";
        yield return $"disk: {written}{room}";
        if (box.LastCrash is { } crash)
        {
            yield return $"last crash: {(crash.At is { } at ? $"{at[..16].Replace('T', ' ')} UTC, " : "")}{crash.What.Split('\n')[0]} (crash/{crash.CrashId} in the data directory)";
        }
    }

    private static string Mb(long bytes) => (bytes / 1_000_000m).ToString(bytes < 100_000_000 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
