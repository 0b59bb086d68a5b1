using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>Diagnostics, logs and firmware: nothing is moved, but every step is told as a real one would.</summary>
internal sealed class UploadRequests(ChargePointBody body)
{
    internal OcppAnswer? Answer(IOcppMessage request) => request switch
    {
        GetDiagnosticsRequest => OcppAnswer.Of(new GetDiagnosticsResponse("diagnostics.txt"), SendDiagnostics),
        GetLogRequest log => OcppAnswer.Of(new GetLogResponse(LogStatusEnumType.Accepted, "log.txt"), () => SendLog(log.RequestId)),
        UpdateFirmwareRequest update => OcppAnswer.Of(new UpdateFirmwareResponse(), () => Schedule(update.RetrieveDate)),
        _ => null,
    };

    private void SendDiagnostics()
    {
        body.Outbox.Post(DiagnosticsStatusNotification.Action, new DiagnosticsStatusNotificationRequest(DiagnosticsStatus.Uploading));
        body.Outbox.Post(DiagnosticsStatusNotification.Action, new DiagnosticsStatusNotificationRequest(DiagnosticsStatus.Uploaded));
    }

    private void SendLog(int requestId)
    {
        body.Outbox.Post(LogStatusNotification.Action, new LogStatusNotificationRequest(UploadLogStatusEnumType.Uploading, requestId));
        body.Outbox.Post(LogStatusNotification.Action, new LogStatusNotificationRequest(UploadLogStatusEnumType.Uploaded, requestId));
    }

    private void Schedule(DateTimeOffset retrieveDate)
    {
        lock (body.Gate)
        {
            body.Agenda.Set("firmware", retrieveDate, Update);
        }
    }

    private void Update()
    {
        FirmwareStatus[] steps = [FirmwareStatus.Downloading, FirmwareStatus.Downloaded, FirmwareStatus.Installing, FirmwareStatus.Installed];
        foreach (var step in steps)
        {
            body.Outbox.Post(FirmwareStatusNotification.Action, new FirmwareStatusNotificationRequest(step));
        }
    }
}
