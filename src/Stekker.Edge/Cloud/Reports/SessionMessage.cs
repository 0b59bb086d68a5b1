using Stekker.Edge.Control;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Cloud.Reports;

/// <summary>A session as it stood: topic sessions/{sessionId}. Moments carry the site's offset; null is not known (yet).</summary>
/// <param name="Event">started, updated or ended.</param>
/// <param name="At">When this was told.</param>
/// <param name="State">As 'stekker-edge sessions' has it: charging, pausedByCar, pausedBySite, finished or ended.</param>
/// <param name="TimeTrusted">False where a moment is from a clock that had not been set, and could not be mended since.</param>
/// <param name="Inferred">True where the charger never said that it stopped: closed by what was known.</param>
public sealed record SessionMessage(
    string Event,
    string At,
    long SessionId,
    string ChargePointId,
    int ConnectorId,
    string? IdTag,
    string? Label,
    string? Vehicle,
    string Priority,
    string State,
    int? TransactionId,
    string PluggedIn,
    string? Started,
    string? Stopped,
    string? Unplugged,
    string? StopReason,
    long EnergyWh,
    long? MeterStartWh,
    long? MeterStopWh,
    bool TimeTrusted,
    bool Inferred)
{
    public static SessionMessage Of(Report.OfSession report, Effect.QueueReport queued)
    {
        SiteTimes times = SiteTimes.In(queued.Site.TimeZone);
        SessionDetail known = new(report.Session, times);
        return new SessionMessage(
            Words.Of(report.Event),
            times.Write(queued.At),
            known.Id,
            known.ChargePointId,
            known.ConnectorId,
            known.IdTag,
            known.Label,
            known.Vehicle,
            known.Priority,
            known.State,
            known.TransactionId,
            known.PluggedIn,
            known.Started,
            known.Stopped,
            known.Unplugged,
            known.StopReason,
            known.EnergyWh,
            known.MeterStartWh,
            known.MeterStopWh,
            known.TimeTrusted,
            known.Inferred);
    }
}
