using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Control;

/// <summary>
/// The site while no daemon runs: its files, and the very same step that the daemon takes. Whoever makes one holds the data directory's
/// lock, so that no daemon starts meanwhile.
/// </summary>
public sealed class OfflineSite(SiteConfiguration configuration, ILedger ledger, Func<Now> now) : ISite
{
    public SiteState Snapshot { get; private set; } = SiteState.Restore(configuration, ledger.Load(), now());

    public Now Now => now();

    /// <exception cref="LedgerUnavailableException">It could not be written down; nothing has changed.</exception>
    public Task<Reply> AskAsync(Func<RequestId, SiteEvent.Asked> make, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        RequestId request = new(1);
        (SiteState next, ImmutableArray<Effect> effects) = SiteStep.Next(Snapshot, make(request), Now);
        ledger.Commit([.. effects.OfType<Effect.LedgerWrite>()]);
        Snapshot = next;
        return Task.FromResult(effects.OfType<Effect.Answer>().Single(a => a.Request == request).Reply);
    }
}
