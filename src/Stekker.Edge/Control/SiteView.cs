using Stekker.Edge.Cloud;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Hosting.Upkeep;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Control;

/// <summary>The site's state as people see it.</summary>
internal static class SiteView
{
    public static SiteStatus Status(SiteState state, Now now, TimeSpan uptime, SiteTimes times, CloudStanding? cloud = null, OutboxStanding? outbox = null, BoxStanding? box = null) => new(
        state.Configuration.SiteId,
        ProductVersion.Text,
        times.Write(now.Utc),
        (long)uptime.TotalSeconds,
        now.UtcTrusted,
        state.Alerts.Find(Alert.OfLedger) is { } trouble ? new LedgerStatus(false, trouble.Text) : new LedgerStatus(true, "written as it should be"),
        [.. state.Alerts.Select(a => new AlertEntry(a.Id, a.Text, times.Write(a.Since.Utc)))],
        PowerView.Grid(state, now),
        PowerView.Flows(state),
        PowerView.Ptu(state, now, times),
        PowerView.Meters(state, now),
        [.. state.ChargePoints.Select(c => ChargePoint(state, c, now, times))])
    {
        Cloud = cloud is null ? null : Cloud(cloud, outbox ?? OutboxStanding.Empty, now, times),
        Box = box is null ? null : BoxEntry.Of(box),
        Schedule = ScheduleView.Of(state, now, times),
    };

    private static CloudEntry Cloud(CloudStanding cloud, OutboxStanding outbox, Now now, SiteTimes times) => new(
        cloud.Broker,
        cloud.IsConnected,
        cloud.Protocol,
        (long)(now.Elapsed - cloud.Since).TotalSeconds,
        cloud.Trouble,
        outbox.Waiting,
        outbox.Oldest is { } oldest ? times.Write(oldest) : null,
        outbox.DroppedUpdates,
        cloud.MissedTelemetry);

    public static ChargePointEntry ChargePoint(SiteState state, ChargePoint chargePoint, Now now, SiteTimes times) => new(
        chargePoint.Id,
        Words.Of(chargePoint.Record.Admission),
        chargePoint.IsConnected,
        chargePoint.Line is { } line ? (long)(now.Elapsed - line.Since).TotalSeconds : null,
        chargePoint.Line?.Protocol,
        chargePoint.Line?.Remote,
        chargePoint.Record.Identity?.Vendor,
        chargePoint.Record.Identity?.Model,
        chargePoint.Record.Identity?.Serial,
        chargePoint.Record.Identity?.Firmware,
        SharingView.Writes(state, chargePoint.Id, now),
        [.. chargePoint.Connectors.Select(c => Connector(state, chargePoint, c, now, times))]);

    private static ConnectorEntry Connector(SiteState state, ChargePoint chargePoint, Connector connector, Now now, SiteTimes times) => new(
        connector.Id,
        Words.Of(connector.Status),
        connector.ErrorText,
        times.Write(connector.Since.Utc),
        connector.Reading?.Power?.Value,
        connector.Reading?.StateOfCharge?.Fraction,
        SharingView.Limit(state, chargePoint, connector, now),
        connector.Session is { } session ? SessionEntry.Of(session, times) : null);
}
