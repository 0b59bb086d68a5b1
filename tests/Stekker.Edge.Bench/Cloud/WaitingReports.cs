using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Bench.Cloud;

/// <summary>A ledger of a site that was offline: its sessions and the reports of them, written by the daemon's own ledger.</summary>
internal static class WaitingReports
{
    public const long FirstSession = 1;

    /// <summary>Sessions in one commit; the daemon writes one at a time, but what is measured comes after.</summary>
    private const int PerCommit = 250;

    private const int Most = 1_000_000;

    /// <param name="sessions">Two reports each: started and ended.</param>
    /// <returns>What waits, as it will go out.</returns>
    public static ImmutableArray<OutboxEntry> Make(string dataDirectory, string siteId, int sessions)
    {
        SiteConfiguration site = new() { SiteId = siteId };
        using (Ledger ledger = Ledger.Open(dataDirectory, TimeProvider.System, new Random(1)).Ledger)
        {
            DateTimeOffset at = Stamp.ToMilliseconds(DateTimeOffset.UtcNow.AddDays(-7));
            foreach (long[] some in Enumerable.Range(0, sessions).Select(i => FirstSession + i).Chunk(PerCommit))
            {
                ledger.Commit([.. some.SelectMany(id => Of(id, at.AddMinutes(id % 10_000), site))]);
            }
        }

        using LedgerReader reader = LedgerReader.Open(dataDirectory);
        return reader.Outbox(0, Most);
    }

    private static IEnumerable<Effect.LedgerWrite> Of(long id, DateTimeOffset at, SiteConfiguration site)
    {
        Stamp plugged = new(at, true, null);
        Stamp stopped = new(at.AddHours(4), true, null);
        WattHours startWh = new(1_200_000 + id);
        WattHours energy = new(30_000 + (id % 1000));
        IdTag card = IdTag.TryParse($"04A1{id:X8}")!.Value;
        Session started = new()
        {
            Id = id,
            ChargePointId = $"CP{(id % 10) + 1:00}",
            ConnectorId = 1,
            PluggedIn = plugged,
            State = SessionState.Charging,
            CardLabel = "Ada",
            Vehicle = $"van-{id % 20}",
            Transaction = new Transaction((int)id, card, CardVerdict.Accepted, plugged, at, startWh, new RegisterTrack(startWh, at, WattHours.Zero)),
        };
        Session ended = started with
        {
            State = SessionState.Ended,
            Unplugged = stopped,
            Transaction = started.Transaction with
            {
                Register = new RegisterTrack(startWh + energy, stopped.Utc, energy),
                End = new TransactionEnd(stopped, startWh + energy, StopReason.Local, Inferred: false),
            },
        };
        yield return new Effect.SaveSession(ended);
        yield return new Effect.QueueReport(new Stekker.Edge.Core.Reporting.Report.OfSession(started, SessionEvent.Started), site, at);
        yield return new Effect.QueueReport(new Stekker.Edge.Core.Reporting.Report.OfSession(ended, SessionEvent.Ended), site, stopped.Utc);
    }
}
