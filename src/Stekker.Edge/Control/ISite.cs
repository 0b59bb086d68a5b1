using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Control;

/// <summary>A site that can be looked at and asked: the daemon's loop, or the files where no daemon runs.</summary>
public interface ISite
{
    SiteState Snapshot { get; }

    Now Now { get; }

    Task<Reply> AskAsync(Func<RequestId, SiteEvent.Asked> make, CancellationToken cancel);
}

/// <summary>What the site has written down, for people to read.</summary>
public interface ISiteRecords
{
    /// <summary>Newest first; without what each took per PTU.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    ImmutableArray<Session> Sessions(SessionFilter filter);

    /// <summary>Whole; null where there is none of this number.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    Session? Session(long id);

    /// <summary>Day-ahead prices of an area from <paramref name="from"/> and before <paramref name="until"/>, in order.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    ImmutableArray<PtuSpot> Prices(string area, DateTimeOffset from, DateTimeOffset until);

    /// <summary>The imbalance signal's adjustments likewise.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    ImmutableArray<PtuSpot> Imbalance(DateTimeOffset from, DateTimeOffset until);

    /// <summary>What sessions that are over and were plugged in from a moment until another cost and saved, oldest first, told one by one.</summary>
    /// <returns>How many of them could not be settled, because their times were never certain.</returns>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    int Settlements(DateTimeOffset? from, DateTimeOffset? until, Action<Settlement> each);

    /// <summary>Null where the session is not over, or could not be settled.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    Settlement? Settlement(long sessionId);

    /// <summary>Reports that wait for the cloud, after one, in order.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    ImmutableArray<OutboxEntry> Outbox(long after, int most);

    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    OutboxStanding OutboxStanding();

    /// <summary>A whole copy of the ledger, taken while it is in use.</summary>
    /// <exception cref="LedgerUnavailableException">Something is there already, or it cannot be written.</exception>
    void BackUpTo(string path);
}

/// <summary>What only the running daemon has.</summary>
public interface IDaemon
{
    TimeSpan Uptime { get; }

    /// <summary>Null for a site without a cloud.</summary>
    Cloud.CloudStanding? CloudStanding { get; }

    /// <summary>How the box itself is doing; null where nobody looks.</summary>
    Hosting.Upkeep.BoxStanding? Box { get; }

    /// <summary>How it stands with the program's own updates, in words; null where there is nothing to say.</summary>
    string? UpdateStanding { get; }

    /// <summary>Null where the charge point is not connected.</summary>
    Task<CallOutcome>? CallRawAsync(string chargePointId, string action, ReadOnlyMemory<byte> payload, CancellationToken cancel);
}
