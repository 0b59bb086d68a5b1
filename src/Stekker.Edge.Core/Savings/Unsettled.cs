using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Core.Savings;

/// <summary>A session that is over and may yet be settled better.</summary>
/// <param name="Written">What the ledger holds of it; null where nothing yet.</param>
/// <param name="Session">Null where its costs are final, and only its month's average rate may still move.</param>
public sealed record UnsettledSession(long Id, Settlement? Written, Session? Session) : IKeyed<long>
{
    long IKeyed<long>.Key => Id;

    public DateTimeOffset Ended => Written?.Ended ?? Session?.Unplugged?.Utc ?? DateTimeOffset.MinValue;
}

/// <summary>Sessions that late prices, meters or signals may still change, and what they were last reckoned with.</summary>
public sealed record Unsettled(Keyed<long, UnsettledSession> Sessions)
{
    /// <summary>A month and its aftermath at a busy site; beyond it the oldest stay as they are.</summary>
    public const int Most = 2000;

    /// <summary>Prices that are later than this are not waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(45);

    public static readonly Unsettled None = new(Keyed<long, UnsettledSession>.From([], Comparer<long>.Default));

    /// <summary>What the last pass reckoned with; null before the first.</summary>
    public PriceBook? Prices { get; init; }

    public SiteHistory? History { get; init; }

    public SiteConfiguration? Configuration { get; init; }

    /// <summary>The quarter the last pass was in.</summary>
    public DateTimeOffset Ptu { get; init; }

    /// <summary>The pass under way goes on after this session; null where none is.</summary>
    public long? PassAt { get; init; }

    /// <summary>It is for new prices: references too may have moved. Else only quarters that meters or signals tell of since.</summary>
    public bool PassIsForPrices { get; init; }

    public static Unsettled From(ImmutableArray<UnsettledSession> sessions) => None with
    {
        Sessions = Keyed<long, UnsettledSession>.From(sessions.Where(s => s.Session is null || Settler.CanSettle(s.Session)), Comparer<long>.Default),
    };

    public Unsettled With(UnsettledSession session)
    {
        Keyed<long, UnsettledSession> all = Sessions.With(session);
        return this with { Sessions = all.Count > Most ? all.Without(all[0].Id) : all };
    }

    public Unsettled Without(long id) => this with { Sessions = Sessions.Without(id) };
}
