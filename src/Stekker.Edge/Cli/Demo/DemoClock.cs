using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cli.Demo;

/// <summary>
/// The site's clock: it runs as every clock does, but was set back by minutes so that each demo begins at the same moment of a quarter of an
/// hour. What that quarter has taken so far then decides how much the cars may have, and that is put in the ledger beforehand.
/// </summary>
internal sealed class DemoClock : TimeProvider
{
    private static readonly TimeSpan IntoTheQuarter = TimeSpan.FromMinutes(8);

    private readonly TimeSpan behind;

    public DemoClock()
    {
        DateTimeOffset now = System.GetUtcNow();
        DateTimeOffset begins = Ptu.StartOf(now) + IntoTheQuarter;
        behind = now - (begins <= now ? begins : begins - Ptu.Length);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - behind;

    /// <summary>Before the daemon opens it: the import so far averaged <paramref name="soFar"/>.</summary>
    public void Account(string data, Watts soFar)
    {
        using Ledger ledger = Ledger.Open(data, this, new Random()).Ledger;
        DateTimeOffset now = GetUtcNow();
        DateTimeOffset start = Ptu.StartOf(now);
        ledger.Commit([new Effect.SaveBalance(new PtuAccount(start, soFar.Value * (long)(now - start).TotalSeconds, 0, TimeSpan.Zero, now), [])]);
    }
}
