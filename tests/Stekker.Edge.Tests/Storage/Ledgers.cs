using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

/// <summary>Short hands for the tests of the ledger.</summary>
internal static class Ledgers
{
    public static LedgerOpening Opening(TempDirectory directory, int seed = 1) => Ledger.Open(directory.Path, FixedTime.Instance, new Random(seed));

    public static Ledger Open(TempDirectory directory, int seed = 1) => Opening(directory, seed).Ledger;

    /// <summary>What a freshly started daemon would find there.</summary>
    public static LedgerContents Reloaded(TempDirectory directory)
    {
        using Ledger ledger = Open(directory);
        return ledger.Load();
    }

    public static void Save(this Ledger ledger, params Session[] sessions) => ledger.Commit([.. sessions.Select(s => new Effect.SaveSession(s))]);

    /// <summary>Rows written since the ledger was opened.</summary>
    public static int Changes(this Ledger ledger) => LedgerFile.AskNumber(ledger.Connection, "SELECT total_changes()");
}
