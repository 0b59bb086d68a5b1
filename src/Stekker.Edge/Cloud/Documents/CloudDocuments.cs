using System.Collections.Concurrent;
using System.Collections.Immutable;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>
/// Takes what the cloud sends down, but for the configuration and commands: reads it, brings it to the site, and says what became of it. A
/// document is applied whole or refused whole with every error named, and what stood before stands.
/// </summary>
/// <param name="site">The running site.</param>
public sealed partial class CloudDocuments(ISite site, ILogger<CloudDocuments> log) : ICloudDesk
{
    private const string Delta = "cards/delta";

    private const string Imbalance = "imbalance";

    private const string PricePrefix = "prices/";

    /// <summary>Longer is no area; its topic would have no state to answer on.</summary>
    private const int MostArea = 64;

    /// <summary>What was said last of each of the site's own documents since the start.</summary>
    private readonly ConcurrentDictionary<string, StateEntry> said = new(StringComparer.Ordinal);

    /// <summary>What to subscribe to, without the site's prefix; deltas and the signal are not retained.</summary>
    public static ImmutableArray<string> Topics { get; } =
        [CloudDocument.Cards, Delta, CloudDocument.Vehicles, PricePrefix + "+", Imbalance, CloudDocument.Weather, CloudDocument.Limits];

    public static bool IsDocument(string topic) =>
        topic is CloudDocument.Cards or Delta or CloudDocument.Vehicles or Imbalance or CloudDocument.Weather or CloudDocument.Limits
        || AreaOf(topic) is not null;

    /// <summary>Takes one message, in the order they came; not several at once.</summary>
    /// <param name="topic">Without the site's prefix.</param>
    /// <returns>The states to publish, retained. None for a topic that is no document, and for an empty payload: that is how a broker tells that a retained message was cleared, which takes nothing back.</returns>
    /// <exception cref="Loop.SiteStoppedException">The site is shutting down.</exception>
    public async Task<ImmutableArray<DocumentState>> TakeAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        if (payload.IsEmpty || !IsDocument(topic))
        {
            return [];
        }

        string document = topic == Delta ? CloudDocument.Cards : topic;
        DocumentFindings findings = new();
        (long? version, Func<RequestId, SiteEvent.Asked>? make) = Read(topic, payload, findings);
        StateEntry entry;
        if (!findings.IsEmpty || make is null)
        {
            entry = Refused(document, DocumentSyntax.VersionOf(payload), findings.Errors);
        }
        else
        {
            Reply reply = await site.AskAsync(make, cancel).ConfigureAwait(false);
            entry = reply switch
            {
                Reply.Impossible no => Refused(document, version, [new DocumentError(ListOf(topic), no.Why)]),
                Reply.DocumentTaken taken => Taken(topic, version, taken),
                _ => new StateEntry(null, "applied", null, [], Time),
            };
        }

        if (entry.State is "refused")
        {
            LogRefused(log, topic, entry.Errors[0].Path, entry.Errors[0].Error, entry.Errors.Length);
        }

        // Another area's prices are answered, and not remembered: there is no end to what may be said there.
        if (AreaOf(document) is not { } area || IsOurs(area))
        {
            said[Name(document)] = entry;
        }

        return [entry.On(document)];
    }

    /// <summary>What stands of each document, to be published at each connection. After a restart it is told out of the ledger.</summary>
    public ImmutableArray<DocumentState> States()
    {
        string? area = site.Snapshot.Configuration.Tariff?.Area;
        return
        [
            .. new[] { CloudDocument.Cards, CloudDocument.Vehicles, area is null ? null : CloudDocument.Prices(area), Imbalance, CloudDocument.Weather, CloudDocument.Limits }
                .OfType<string>().Select(name => Now(name).On(name)),
        ];
    }

    bool ICloudDesk.Takes(string topic) => IsDocument(topic);

    async Task<IEnumerable<CloudState>> ICloudDesk.TakeAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel) =>
        (await TakeAsync(topic, payload, cancel).ConfigureAwait(false)).Select(s => new CloudState(s.Topic, s.Payload));

    IEnumerable<CloudState> ICloudDesk.States() => States().Select(s => new CloudState(s.Topic, s.Payload));

    Task<IEnumerable<CloudState>> ICloudDesk.LookAsync(CancellationToken cancel) => Task.FromResult<IEnumerable<CloudState>>([]);

    /// <summary>What was said last, so long as it is still so: a changed tariff makes prices lapse.</summary>
    private StateEntry Now(string name) => said.GetValueOrDefault(name) is { } last && last.Version == Standing(name)?.Version ? last : Remembered(name);

    private SiteTimes Times => SiteTimes.In(site.Snapshot.Configuration.TimeZone);

    private string? Time => site.Now is { UtcTrusted: true, Utc: var utc } ? Times.Write(utc) : null;

    private static string? AreaOf(string topic) =>
        topic.StartsWith(PricePrefix, StringComparison.Ordinal) && topic.Length > PricePrefix.Length && topic.Length <= PricePrefix.Length + MostArea
            && !topic.AsSpan(PricePrefix.Length).ContainsAny('/', '+', '#') ? topic[PricePrefix.Length..] : null;

    /// <summary>Where an error is that has to do with the site, not with one value.</summary>
    private static string ListOf(string topic) => topic switch
    {
        CloudDocument.Cards => "cards",
        Delta => "put",
        CloudDocument.Vehicles => "vehicles",
        CloudDocument.Weather => "points",
        CloudDocument.Limits => "windows",
        _ => "prices",
    };

    private bool IsOurs(string area) => site.Snapshot.Configuration.Tariff?.Area is { } ours && PriceDocument.IsSameArea(area, ours);

    /// <summary>The document's name at the site: an area may be spelled in more than one way.</summary>
    private string Name(string document) =>
        AreaOf(document) is { } area && IsOurs(area) ? CloudDocument.Prices(site.Snapshot.Configuration.Tariff!.Area) : document;

    private (long? Version, Func<RequestId, SiteEvent.Asked>? Make) Read(string topic, ReadOnlyMemory<byte> payload, DocumentFindings findings)
    {
        switch (topic)
        {
            case CloudDocument.Cards:
                CardDocument? all = DocumentSyntax.Read(payload, findings, root => CardDocument.Snapshot(root, Times, findings));
                return (all?.Version, all is null ? null : request => new SiteEvent.CloudCardsPut(request, all.Version, all.Put, [], IsSnapshot: true));
            case Delta:
                CardDocument? change = DocumentSyntax.Read(payload, findings, root => CardDocument.Delta(root, Times, findings));
                return (change?.Version, change is null ? null : request => new SiteEvent.CloudCardsPut(request, change.Version, change.Put, change.Deactivate, IsSnapshot: false));
            case CloudDocument.Vehicles:
                VehicleDocument? vehicles = DocumentSyntax.Read(payload, findings, root => VehicleDocument.Read(root, findings));
                return (vehicles?.Version, vehicles is null ? null : request => new SiteEvent.CloudVehiclesPut(request, vehicles.Version, vehicles.Vehicles));
            case CloudDocument.Weather:
                WeatherDocument? weather = DocumentSyntax.Read(payload, findings, WeatherDocument.Read);
                return (weather?.Version, weather is null ? null : request => new SiteEvent.WeatherPut(request, weather.Points) { Version = weather.Version });
            case CloudDocument.Limits:
                LimitDocument? limits = DocumentSyntax.Read(payload, findings, LimitDocument.Read);
                return (limits?.Version, limits is null ? null : request => new SiteEvent.LimitWindowsPut(request, limits.Windows) { Version = limits.Version });
            case Imbalance:
                PriceDocument? signal = DocumentSyntax.Read(payload, findings, PriceDocument.Imbalance);
                return (null, signal is null ? null : request => new SiteEvent.ImbalancePut(request, signal.Prices));
            default:
                string area = AreaOf(topic)!;
                PriceDocument? prices = DocumentSyntax.Read(payload, findings, root => PriceDocument.DayAhead(root, area, Times));
                string known = IsOurs(area) ? site.Snapshot.Configuration.Tariff!.Area : area;
                return (prices?.Version, prices is null ? null : request => new SiteEvent.PricesPut(request, known, prices.Prices) { Version = prices.Version });
        }
    }

    private StateEntry Refused(string document, long? version, ImmutableArray<DocumentError> errors)
    {
        CloudDocument? standing = Standing(Name(document));
        return new StateEntry(standing?.Version, "refused", document == Imbalance ? null : version, errors, Time) { SnapshotWanted = Wanted(document, standing) };
    }

    private StateEntry Taken(string topic, long? version, Reply.DocumentTaken taken)
    {
        string document = topic == Delta ? CloudDocument.Cards : topic;
        long? standing = taken.Standing?.Version;
        StateEntry entry = taken.Outcome switch
        {
            DocumentOutcome.Older => new StateEntry(standing, "older", version, [], Time),
            DocumentOutcome.Gap => new StateEntry(
                standing, "gap", version, [new DocumentError("version", FormattableString.Invariant($"{version}: a change follows on the version before it, and {standing?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"} stands here; all cards are wanted on the topic cards"))], Time),
            _ => new StateEntry(standing, "applied", null, [], taken.Standing?.At is { } at ? Times.Write(at) : null),
        };

        // A change that leaves a gap where nothing stands is one that nothing can be noted for: the wish is said all the same.
        return entry with { SnapshotWanted = taken.Outcome is DocumentOutcome.Gap ? true : Wanted(document, taken.Standing) };
    }

    private StateEntry Remembered(string name)
    {
        CloudDocument? standing = Standing(name);
        string state = standing is null ? "none" : standing.SnapshotWanted ? "gap" : "applied";
        return new StateEntry(standing?.Version, state, null, [], standing?.At is { } at ? Times.Write(at) : null) { SnapshotWanted = Wanted(name, standing) };
    }

    private static bool? Wanted(string document, CloudDocument? standing) => document == CloudDocument.Cards ? standing?.SnapshotWanted ?? false : null;

    private CloudDocument? Standing(string name) => CloudDocument.Standing(site.Snapshot, name);

    [LoggerMessage(LogLevel.Warning, "The cloud's {Topic} is refused, what stood before stands ({Count} errors): {Path}: {Error}")]
    private static partial void LogRefused(ILogger log, string topic, string path, string error, int count);
}
