using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Control;

/// <summary>Answers people out of the site's state and records, and brings their wishes to its loop.</summary>
/// <param name="daemon">Null where none runs, and this desk works on the files.</param>
public sealed class SiteDesk(ISite site, ISiteRecords records, IDaemon? daemon) : ISiteDesk
{
    private SiteTimes Times => SiteTimes.In(site.Snapshot.Configuration.TimeZone);

    public Task<Answer<SiteStatus>> StatusAsync(CancellationToken cancel) =>
        Task.FromResult<Answer<SiteStatus>>(daemon is null ? Needs("tells how the site is doing") : Status(daemon));

    private SiteStatus Status(IDaemon running)
    {
        OutboxStanding? outbox;
        try
        {
            outbox = running.CloudStanding is null ? null : records.OutboxStanding();
        }
        catch (LedgerUnavailableException)
        {
            // The ledger's own line says so.
            outbox = null;
        }

        return SiteView.Status(site.Snapshot, site.Now, running.Uptime, Times, running.CloudStanding, outbox, running.Box) with { Update = running.UpdateStanding };
    }

    public Task<Answer<ImmutableArray<CardEntry>>> CardsAsync(CancellationToken cancel) => Given<CardEntry>(
        [.. site.Snapshot.Cards.Select(c => CardEntry.Of(c, Times, Authorizer.Standing(site.Snapshot.Configuration, c, site.Now)))]);

    public async Task<Answer<Changes>> PutCardsAsync(ImmutableArray<CardEntry> cards, bool whole, CancellationToken cancel)
    {
        if (FirstFault(cards, c => c.IdTag, c => c.Faults()) is { } fault)
        {
            return fault;
        }

        SiteTimes times = Times;
        SiteState state = site.Snapshot;
        Card Wanted(CardEntry entry) => (whole ? entry.Whole() : entry).Onto(state.Cards.Find(IdTag.TryParse(entry.IdTag)!.Value), times);
        return ToChanges(await site.AskAsync(request => new SiteEvent.CardsPut(request, [.. cards.Select(Wanted)]), cancel));
    }

    public async Task<Answer<Changes>> DeactivateCardAsync(string idTag, CancellationToken cancel) =>
        ToChanges(await site.AskAsync(request => new SiteEvent.CardDeactivated(request, idTag), cancel));

    public Task<Answer<ImmutableArray<RefusalEntry>>> RefusalsAsync(CancellationToken cancel) => Given<RefusalEntry>(
        [.. site.Snapshot.Refusals.Select(r => new RefusalEntry(
            r.IdTag.Text, r.ChargePointId, Words.Of(r.Verdict), Authorizer.InWords(r.Verdict), Times.Write(r.At.Utc), r.Times))]);

    public Task<Answer<ImmutableArray<VehicleEntry>>> VehiclesAsync(CancellationToken cancel) => Given<VehicleEntry>([.. site.Snapshot.Vehicles.Select(VehicleEntry.Of)]);

    public async Task<Answer<Changes>> PutVehiclesAsync(ImmutableArray<VehicleEntry> vehicles, bool whole, CancellationToken cancel)
    {
        if (FirstFault(vehicles, v => v.Id, v => v.Faults()) is { } fault)
        {
            return fault;
        }

        SiteState state = site.Snapshot;
        ImmutableArray<Vehicle> wanted = [.. vehicles.Select(v => v.Onto(state.Vehicles.Find(v.Id.Trim()), whole))];
        return ToChanges(await site.AskAsync(request => new SiteEvent.VehiclesPut(request, wanted), cancel));
    }

    public Task<Answer<ImmutableArray<SessionEntry>>> SessionsAsync(SessionQuery query, CancellationToken cancel) =>
        Task.FromResult(SessionLookup.Find(site.Snapshot, records, query, Times));

    public Task<Answer<SessionDetail>> SessionAsync(long id, CancellationToken cancel) =>
        Task.FromResult(SessionLookup.Find(site.Snapshot, records, id, site.Now, Times));

    public Task<Answer<SavingsReport>> SavingsAsync(SavingsQuery query, CancellationToken cancel) =>
        Task.FromResult(SavingsLookup.Find(site.Snapshot, records, query, site.Now, Times));

    public Task<Answer<ImmutableArray<ChargePointEntry>>> ChargePointsAsync(CancellationToken cancel) =>
        Given<ChargePointEntry>([.. site.Snapshot.ChargePoints.Select(c => SiteView.ChargePoint(site.Snapshot, c, site.Now, Times))]);

    public async Task<Answer<Done>> AdmitAsync(string chargePointId, bool accept, CancellationToken cancel)
    {
        if (CentralSystem.ChargePointId.WhyNot(chargePointId) is { } why)
        {
            return new No(Denial.NotUnderstood, why);
        }

        bool isNew = site.Snapshot.ChargePoints.Find(chargePointId) is null;
        Admission admission = accept ? Admission.Accepted : Admission.Refused;
        string done = $"{chargePointId} is {(accept ? "accepted" : "refused")}{(isNew ? "; it has not connected yet" : "")}";
        return ToDone(await site.AskAsync(request => new SiteEvent.ChargePointAdmitted(request, chargePointId, admission), cancel), done);
    }

    public async Task<Answer<Done>> RemoteStartAsync(string chargePointId, int? connectorId, string idTag, CancellationToken cancel)
    {
        if (CardEntry.WhyNoTag(idTag) is { } why)
        {
            return new No(Denial.NotUnderstood, why);
        }

        return daemon is null
            ? Needs("can start a charger")
            : ToDone(
                await site.AskAsync(request => new SiteEvent.RemoteStartAsked(request, chargePointId, connectorId, idTag), cancel),
                $"{chargePointId} starts charging for {idTag}; a car has to be plugged in for it");
    }

    public async Task<Answer<Done>> RemoteStopAsync(string chargePointId, int? connectorId, CancellationToken cancel) => daemon is null
        ? Needs("can stop a charger")
        : ToDone(await site.AskAsync(request => new SiteEvent.RemoteStopAsked(request, chargePointId, connectorId), cancel), $"{chargePointId} stops charging");

    public Task<Answer<ScheduleEntry>> ScheduleAsync(CancellationToken cancel) =>
        Task.FromResult<Answer<ScheduleEntry>>(daemon is null ? Needs("makes plans") : ScheduleView.Of(site.Snapshot, site.Now, Times));

    public async Task<Answer<Done>> WishAsync(string chargePointId, WishAsked wish, CancellationToken cancel)
    {
        if (daemon is null)
        {
            return Needs("knows what is plugged in");
        }

        if (wish.TargetPercent is < 1 or > 100)
        {
            return new No(Denial.NotUnderstood, $"target {wish.TargetPercent} %: it is between 1 and 100");
        }

        SessionWish before = site.Snapshot.ChargePoints.Find(chargePointId)?.Connectors
            .FirstOrDefault(c => c.Session is not null && (wish.ConnectorId is null || c.Id == wish.ConnectorId))?.Session?.Wish ?? SessionWish.None;
        if (WishText.Onto(before, wish, site.Snapshot.Configuration.TimeZone, site.Now.Utc) is not { } wanted)
        {
            return new No(Denial.NotUnderstood, $"departure '{wish.Departure}': it is {WishText.Expected}");
        }

        return ToDone(
            await site.AskAsync(request => new SiteEvent.WishPut(request, chargePointId, wish.ConnectorId, wanted), cancel),
            $"{chargePointId}: {InWords(wanted)}");
    }

    private string InWords(SessionWish wish)
    {
        string target = wish.TargetPermille is { } permille ? $", to {permille / 10} %" : "";
        return wish.ChargeNow ? $"charges now, as fast as it can{target}"
            : wish.Departure is { } departure ? $"leaves at {Times.Write(departure)[..16].Replace('T', ' ')}{target}"
            : $"charges as the site plans it{target}";
    }

    public async Task<Answer<CallAnswer>> CallAsync(string chargePointId, CallAsked call, CancellationToken cancel) => daemon is null
        ? Needs("can call a charger")
        : await RawCall.SendAsync(daemon, chargePointId, call, cancel);

    public Task<Answer<PriceDay>> PricesAsync(string? day, CancellationToken cancel) => Task.FromResult(PriceView.Of(site.Snapshot, records, day, site.Now));

    public async Task<Answer<Done>> PutPricesAsync(PricesAsked prices, CancellationToken cancel)
    {
        string area = prices.Area ?? site.Snapshot.Configuration.Tariff?.Area ?? "";
        return await PutRowsAsync(prices.Prices, (request, rows) => new SiteEvent.PricesPut(request, area, rows), () => $"prices of {area} are {PriceView.KnownInWords(site.Snapshot, site.Now)}", cancel);
    }

    public Task<Answer<Done>> PutImbalanceAsync(ImmutableArray<PriceRow> rows, CancellationToken cancel) => PutRowsAsync(
        rows,
        (request, put) => new SiteEvent.ImbalancePut(request, put),
        () => site.Snapshot.Configuration.Imbalance.Enabled ? "charging follows them" : "charging does not follow them (imbalance.enabled is false)",
        cancel);

    public Task<Answer<Done>> BackupAsync(string path, CancellationToken cancel)
    {
        // A path from elsewhere may be anything, also nothing.
        if (path is null || !Path.IsPathRooted(path) || path.Any(char.IsControl))
        {
            return Task.FromResult<Answer<Done>>(new No(
                Denial.NotUnderstood, $"path '{Configuration.ConfigurationNode.Clean(path ?? "")}': it is a whole path that begins with /, without control characters"));
        }

        try
        {
            records.BackUpTo(path);
            return Task.FromResult<Answer<Done>>(new Done($"the ledger is backed up to {path}"));
        }
        catch (LedgerUnavailableException e)
        {
            return Task.FromResult<Answer<Done>>(new No(Denial.NotPossible, e.Message));
        }
    }

    private async Task<Answer<Done>> PutRowsAsync(
        ImmutableArray<PriceRow> said, Func<RequestId, ImmutableArray<PtuSpot>, SiteEvent.Asked> make, Func<string> standing, CancellationToken cancel)
    {
        if (FirstFault(said, r => r.Start, r => r.Faults(Times)) is { } fault)
        {
            return fault;
        }

        SiteTimes times = Times;
        ImmutableArray<PtuSpot> rows = [.. (said.IsDefault ? [] : said).Select(r => r.Spot(times))];
        Reply reply = await site.AskAsync(request => make(request, rows), cancel);
        return reply is Reply.Done ? new Done($"{(rows.Length == 1 ? "1 quarter of an hour is" : $"{rows.Length} quarters of an hour are")} taken in; {standing()}") : Denied(reply);
    }

    private static No Needs(string does) => new(Denial.NeedsDaemon, $"only the running daemon {does}, and none runs on this data directory");

    private static Task<Answer<ImmutableArray<T>>> Given<T>(ImmutableArray<T> value) => Task.FromResult<Answer<ImmutableArray<T>>>(value);

    private static No? FirstFault<T>(ImmutableArray<T> entries, Func<T, string> name, Func<T, IEnumerable<string>> faults)
    {
        string[] all = [.. (entries.IsDefault ? [] : entries).SelectMany(e => faults(e).Select(f => $"{name(e)}: {f}"))];
        return all.Length == 0 ? null : new No(Denial.NotUnderstood, string.Join("; ", all));
    }

    private static Answer<Changes> ToChanges(Reply reply) => reply switch
    {
        Reply.CardsChanged changed => new Changes(changed.Added, changed.Changed, changed.Unchanged),
        _ => Denied(reply),
    };

    private static Answer<Done> ToDone(Reply reply, string done) => reply switch
    {
        Reply.Done or Reply.Ordered(OrderOutcome.Done) => new Done(done),
        _ => Denied(reply),
    };

    private static No Denied(Reply reply) => reply switch
    {
        Reply.Impossible impossible => new No(Denial.NotPossible, impossible.Why),
        Reply.Ordered(OrderOutcome.Refused refused) => new No(Denial.NotPossible, $"the charger will not: {refused.Why}"),
        Reply.Ordered(OrderOutcome.NotSupported unsupported) => new No(Denial.NotPossible, $"the charger cannot: {unsupported.Why}"),
        Reply.Ordered(OrderOutcome.NoAnswer none) => new No(Denial.NoAnswer, $"the charger did not answer: {none.Why}"),
        _ => throw new InvariantBrokenException($"no words for the answer {reply.GetType().Name}"),
    };
}
