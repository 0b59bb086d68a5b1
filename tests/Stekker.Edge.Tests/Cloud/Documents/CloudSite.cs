using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Cloud.Messages;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Cloud.Documents;

/// <summary>A site whose documents come as text. It is Saturday 28 November 2026, 12:00 at the site, priced by NL.</summary>
internal sealed class CloudSite
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 28, 11, 0, 0, TimeSpan.Zero);

    public static readonly SiteConfiguration Configuration = RunningSite.Configuration with { Tariff = new TariffSettings() };

    public CloudSite(ISite site)
    {
        Site = site;
        Documents = new CloudDocuments(site, NullLogger<CloudDocuments>.Instance);
    }

    public ISite Site { get; }

    public CloudDocuments Documents { get; }

    public SiteState State => Site.Snapshot;

    /// <summary>Step by step, over a ledger in memory.</summary>
    public static CloudSite InMemory(SiteConfiguration? configuration = null) =>
        new(new OfflineSite(configuration ?? Configuration, new MemoryLedger(), () => new Now(TimeSpan.FromHours(1), Noon, UtcTrusted: true)));

    public static CloudSite Of(RunningSite running) => new(new Loop(running));

    public Task<ImmutableArray<DocumentState>> SendAsync(string topic, string json) => Documents.TakeAsync(topic, Encoding.UTF8.GetBytes(json), CancellationToken.None).OrFail();

    /// <summary>The one state that follows.</summary>
    public async Task<StateEntry> TakesAsync(string topic, string json)
    {
        DocumentState state = Assert.Single(await SendAsync(topic, json));
        Assert.Equal((topic == "cards/delta" ? "cards" : topic) + "/state", state.Topic);
        return Read(state);
    }

    public StateEntry Standing(string document) => Read(Assert.Single(Documents.States(), s => s.Topic == document + "/state"));

    public static StateEntry Read(DocumentState state) => JsonSerializer.Deserialize(state.Payload.Span, MessageJson.Plain.StateEntry)!;

    private sealed class Loop(RunningSite running) : ISite
    {
        public SiteState Snapshot => running.Loop.Snapshot;

        public Now Now => running.Loop.Clock.Read();

        public Task<Reply> AskAsync(Func<RequestId, SiteEvent.Asked> make, CancellationToken cancel) => running.Loop.AskAsync(make, cancel);
    }
}
