using System.Globalization;
using System.Text;
using System.Text.Json;
using Stekker.Edge.Cloud.Messages;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Cloud.Reports;

/// <summary>Makes of a report what goes out. Done when it is queued: what is told is how it was then.</summary>
internal static class ReportRenderer
{
    public static OutboxRow Render(Effect.QueueReport queued) => queued.Report switch
    {
        Report.OfSession session => OfSession(session, queued),
        Report.OfCommand command =>
            new OutboxRow(OutboxRow.CommandKind, command.CommandId, CloudTopics.CommandResult(command.CommandId), Encoding.UTF8.GetBytes(command.Json)),
        Report.OfCdr cdr => OfCdr(cdr, queued),
        Report.OfCrash crash => new OutboxRow(OutboxRow.CrashKind, crash.CrashId, $"crashes/{crash.CrashId}", Encoding.UTF8.GetBytes(crash.Json)) { Supersedes = OutboxRow.CrashKind },
        Report.OfSavings savings => OfSavings(SiteTimes.Write(savings.Day), queued),
        _ => throw new InvariantBrokenException($"no payload for {queued.Report.GetType().Name}"),
    };

    private static OutboxRow OfCdr(Report.OfCdr report, Effect.QueueReport queued)
    {
        string id = report.Session.Id.ToString(CultureInfo.InvariantCulture);
        return new OutboxRow(OutboxRow.CdrKind, id, $"cdrs/{id}", JsonSerializer.SerializeToUtf8Bytes(CdrMaker.Of(report, queued), CdrJson.Default.Cdr));
    }

    private static OutboxRow OfSavings(string day, Effect.QueueReport queued) =>
        new(OutboxRow.SavingsKind, day, $"savings/{day}", Encoding.UTF8.GetBytes(queued.Site.TimeZone)) { Supersedes = OutboxRow.SavingsKind };

    private static OutboxRow OfSession(Report.OfSession report, Effect.QueueReport queued)
    {
        string id = report.Session.Id.ToString(CultureInfo.InvariantCulture);
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(SessionMessage.Of(report, queued), MessageJson.Plain.SessionMessage);
        string kind = report.Event == SessionEvent.Updated ? OutboxRow.UpdateKind : OutboxRow.SessionKind;
        return new OutboxRow(kind, id, $"sessions/{id}", payload) { Supersedes = OutboxRow.UpdateKind };
    }
}
