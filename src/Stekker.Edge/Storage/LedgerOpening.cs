using System.Collections.Immutable;

namespace Stekker.Edge.Storage;

/// <summary>An opened ledger, and what there was to say about it.</summary>
/// <param name="IsNew">It was made now.</param>
/// <param name="Damaged">What was set aside to make place for it; null where all was well.</param>
/// <param name="Notes">In words, for the log; empty where all was as usual.</param>
public sealed record LedgerOpening(Ledger Ledger, bool IsNew, DamagedLedger? Damaged, ImmutableArray<string> Notes);
