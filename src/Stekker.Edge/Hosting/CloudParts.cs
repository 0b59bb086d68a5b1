using System.Text;
using Stekker.Edge.CentralSystem;
using Stekker.Edge.Cloud;
using Stekker.Edge.Cloud.Commands;
using Stekker.Edge.Cloud.Configuring;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Cloud.Link;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;
using Stekker.Edge.Updating;

namespace Stekker.Edge.Hosting;

/// <summary>Puts the site's end of the cloud together.</summary>
internal static class CloudParts
{
    /// <summary>Null for a site without a cloud.</summary>
    public static CloudRoom? Make(
        DaemonOptions options,
        DaemonSite site,
        ISiteDesk desk,
        ISiteRecords records,
        SiteLoop loop,
        OcppLog ocppLog,
        Restarting restarting,
        Updates updates,
        TimeProvider time,
        ILoggerFactory logs)
    {
        if (options.Configuration.Cloud is not { } settings)
        {
            return null;
        }

        CloudRoom? room = null;
        OcppLogWishes wishes = new(
            ocppLog,
            line => room?.Say(CloudTopics.OcppLog(line.ChargePointId), Encoding.UTF8.GetBytes(OcppLogEntry.Of(line, SiteTimes.In(loop.Snapshot.Configuration.TimeZone)).ToJson())));
        CommandBook book = new(desk, wishes, options.DataDirectory, restarting.Ask, updates);
        List<ICloudDesk> desks = [new CloudDocuments(site, logs.CreateLogger<CloudDocuments>())];
        if (options.Sources is { } sources)
        {
            desks.Add(new ConfigurationDesk(
                sources,
                (configuration, cancel) => loop.PostAsync(new SiteEvent.ConfigurationApplied(configuration), cancel),
                () => restarting.Ask(now: false),
                () => loop.Clock.Read().Elapsed,
                () => SiteTimes.In(loop.Snapshot.Configuration.TimeZone).Write(loop.Clock.Read().Utc),
                logs.CreateLogger<ConfigurationDesk>()));
        }

        CloudInbox inbox = new(desks, new CloudCommands(site, book, logs.CreateLogger<CloudCommands>()), wishes, logs.CreateLogger<CloudInbox>());
        room = new CloudRoom(loop, records, settings, inbox, options.Dial ?? MosquittoLink.Dial, time, Random.Shared.NextDouble, logs.CreateLogger<CloudRoom>(), () => site.Box is { } box ? BoxEntry.Of(box) : null);
        loop.ReportsQueued = room.Nudge;
        return room;
    }
}
