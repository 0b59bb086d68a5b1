using System.Collections.Immutable;

namespace Stekker.Edge.Storage;

/// <summary>An opened ledger, and what there was to say about it.</summary>
/// <param name="IsNew">It was made now.</param>
/// <param name="Damaged">What was set aside to make place for it; null where all was well.</param>
/// <param name="Notes">In words, for the log; empty where all was as usual.</param>
public sealed record LedgerOpening(Ledger Ledger, bool IsNew, DamagedLedger? Damaged, ImmutableArray<string> Notes)
{
    internal static ImmutableArray<string> NotesOn(LedgerFile file, string path, DamagedLedger? damaged)
    {
        List<string> notes = [];
        if (damaged is not null)
        {
            notes.Add(damaged.ToString());
        }

        if (!file.SharesMemory)
        {
            notes.Add($"The file system of {path} cannot share memory, so the ledger is written without WAL, and only the daemon can read it while it runs.");
        }

        if (file.From > 0 && file.From < Migrations.Latest)
        {
            notes.Add($"{path} was brought from schema {file.From} to {Migrations.Latest}.");
        }

        if (file.From > Migrations.Latest)
        {
            notes.Add($"{path} was written by a newer stekker-edge (schema {file.From}, this one knows {Migrations.Latest}), which says that this one may use it too.");
        }

        return [.. notes];
    }
}
