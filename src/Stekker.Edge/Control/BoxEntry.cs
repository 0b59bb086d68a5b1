using Stekker.Edge.Hosting.Upkeep;

namespace Stekker.Edge.Control;

/// <summary>The box itself.</summary>
/// <param name="FlashWrittenBytes">To its disk by this program, since midnight at the site, or since its start where that was later; null where the machine does not count.</param>
/// <param name="FlashBudgetBytes">A day's (ledger.flashMbPerDay).</param>
/// <param name="DiskFreeBytes">Where the ledger is; null where the machine does not tell.</param>
/// <param name="LastCrash">Null where no run ever died.</param>
public sealed record BoxEntry(long? FlashWrittenBytes, long FlashBudgetBytes, long? DiskFreeBytes, long? DiskTotalBytes, long LedgerBytes, CrashEntry? LastCrash)
{
    internal static BoxEntry Of(BoxStanding box) => new(
        box.FlashWrittenBytes,
        box.FlashBudgetBytes,
        box.Room?.FreeBytes,
        box.Room?.TotalBytes,
        box.LedgerBytes,
        box.LastCrash is { } crash ? new CrashEntry(crash.CrashId, Words.Of(crash.Kind), crash.At, crash.What) : null);
}

/// <summary>A run that died; the whole report is in the data directory, and goes to the cloud on crashes/{id}.</summary>
/// <param name="Kind">exception, hung, lostPower or killed.</param>
/// <param name="At">By the machine's clock of then; null where it is not known.</param>
public sealed record CrashEntry(string CrashId, string Kind, string? At, string What);
