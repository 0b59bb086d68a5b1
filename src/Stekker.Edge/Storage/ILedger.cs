using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Storage;

/// <summary>What must not be lost, as the loop sees it. One caller at a time.</summary>
public interface ILedger : IDisposable
{
    /// <summary>What the running site needs to go on where it was. Stamps come back without their monotonic time.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    LedgerContents Load();

    /// <summary>
    /// All writes or none, on disk when it returns. Saying the same again changes nothing, so after a failure the same writes
    /// (and later ones behind them) are simply committed once more.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">Nothing of this was kept; the reason says whether waiting may help.</exception>
    void Commit(IReadOnlyList<Effect.LedgerWrite> writes);
}
