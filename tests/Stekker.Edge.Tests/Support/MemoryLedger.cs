using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Support;

/// <summary>A small working ledger: keeps what is committed, can be full, and can be held while it writes.</summary>
internal sealed class MemoryLedger : ILedger
{
    private readonly Dictionary<long, Session> sessions = [];
    private readonly ManualResetEventSlim free = new(true);

    /// <summary>Each attempt, with what it brought.</summary>
    public Seen<Effect.LedgerWrite[]> Attempts { get; } = new();

    /// <summary>Those that succeeded.</summary>
    public Seen<Effect.LedgerWrite[]> Commits { get; } = new();

    public volatile bool IsFull;

    public IReadOnlyDictionary<long, Session> Sessions => sessions;

    public void Hold() => free.Reset();

    public void LetGo() => free.Set();

    public LedgerContents Load() => LedgerContents.Empty;

    public void Commit(IReadOnlyList<Effect.LedgerWrite> writes)
    {
        Attempts.Add([.. writes]);
        Assert.True(free.Wait(TimeSpan.FromSeconds(20)), "The ledger was held and never let go.");
        if (IsFull)
        {
            throw new LedgerUnavailableException(LedgerTrouble.DiskFull, "The disk is full.");
        }

        foreach (Effect.SaveSession save in writes.OfType<Effect.SaveSession>())
        {
            sessions[save.Session.Id] = save.Session;
        }

        Commits.Add([.. writes]);
    }

    public void Dispose() => free.Dispose();
}
