using Stekker.Edge.Core.Upkeep;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>How the box itself is doing.</summary>
/// <param name="FlashWrittenBytes">Today; null where this machine does not count.</param>
/// <param name="FlashBudgetBytes">A day's.</param>
/// <param name="Room">Null where the system does not tell.</param>
/// <param name="LastCrash">Null where no run ever died.</param>
public sealed record BoxStanding(long? FlashWrittenBytes, long FlashBudgetBytes, DiskRoom? Room, long LedgerBytes, CrashReport? LastCrash, bool IsCrashTold);
