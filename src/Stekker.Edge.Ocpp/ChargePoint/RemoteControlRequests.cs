using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>Remote start and stop, reset, unlock, availability and triggers.</summary>
internal sealed class RemoteControlRequests(ChargePointBody body, IChargePointControl control)
{
    internal OcppAnswer? Answer(IOcppMessage request) => request switch
    {
        RemoteStartTransactionRequest start => Start(start),
        RemoteStopTransactionRequest stop => Stop(stop),
        ResetRequest reset => Reset(reset),
        UnlockConnectorRequest unlock => OcppAnswer.Of(new UnlockConnectorResponse(Unlock(unlock))),
        ChangeAvailabilityRequest change => OcppAnswer.Of(new ChangeAvailabilityResponse(ChangeAvailability(change))),
        TriggerMessageRequest trigger => Trigger(trigger),
        ExtendedTriggerMessageRequest trigger => Trigger(trigger),
        _ => null,
    };

    private OcppAnswer Start(RemoteStartTransactionRequest request)
    {
        var connector = request.ConnectorId is { } id
            ? body.Find(id)
            : body.Connectors.FirstOrDefault(connector => connector is { Transaction: null, IsPlugged: true }) ?? body.Connectors[0];
        var isFree = connector is { Transaction: null, Error: ChargePointErrorCode.NoError, IsInoperative: false }
            && (connector.Reservation is null || connector.Reservation.IdTag == request.IdTag);
        var isRightProfile = request.ChargingProfile is not { } profile
            || profile is { ChargingProfilePurpose: ChargingProfilePurposeType.TxProfile, TransactionId: null };
        if (connector is null || !isFree || !isRightProfile)
        {
            return OcppAnswer.Of(new RemoteStartTransactionResponse(RemoteStartStopStatus.Rejected));
        }
        connector.PendingProfile = request.ChargingProfile;
        return OcppAnswer.Of(
            new RemoteStartTransactionResponse(RemoteStartStopStatus.Accepted), () => control.StartRemotely(connector, request.IdTag));
    }

    private OcppAnswer Stop(RemoteStopTransactionRequest request)
    {
        if (body.FindTransaction(request.TransactionId) is not { } connector)
        {
            return OcppAnswer.Of(new RemoteStopTransactionResponse(RemoteStartStopStatus.Rejected));
        }
        return OcppAnswer.Of(new RemoteStopTransactionResponse(RemoteStartStopStatus.Accepted), () =>
        {
            lock (body.Gate)
            {
                body.StopTransaction(connector, Reason.Remote);
            }
        });
    }

    private OcppAnswer Reset(ResetRequest request) =>
        OcppAnswer.Of(new ResetResponse(ResetStatus.Accepted), () => control.Reset(request.Type == ResetType.Hard));

    private UnlockStatus Unlock(UnlockConnectorRequest request)
    {
        if (body.Find(request.ConnectorId) is not { } connector)
        {
            return UnlockStatus.NotSupported;
        }
        body.StopTransaction(connector, Reason.UnlockCommand);
        return UnlockStatus.Unlocked;
    }

    private AvailabilityStatus ChangeAvailability(ChangeAvailabilityRequest request)
    {
        var connectors = request.ConnectorId == 0 ? body.Connectors : [.. body.Connectors.Where(connector => connector.Id == request.ConnectorId)];
        if (connectors.Length == 0)
        {
            return AvailabilityStatus.Rejected;
        }
        var inoperative = request.Type == AvailabilityType.Inoperative;
        var isScheduled = false;
        foreach (var connector in connectors)
        {
            if (connector.Transaction is not null && inoperative)
            {
                connector.InoperativeNext = true;
                isScheduled = true;
            }
            else
            {
                connector.IsInoperative = inoperative;
                connector.InoperativeNext = null;
            }
        }
        if (request.ConnectorId == 0 && !isScheduled)
        {
            body.SendOwnStatus();
        }
        body.Settle();
        return isScheduled ? AvailabilityStatus.Scheduled : AvailabilityStatus.Accepted;
    }

    private OcppAnswer Trigger(TriggerMessageRequest request)
    {
        if (request.ConnectorId is { } id && body.Find(id) is null)
        {
            return OcppAnswer.Of(new TriggerMessageResponse(TriggerMessageStatus.Rejected));
        }
        return OcppAnswer.Of(new TriggerMessageResponse(TriggerMessageStatus.Accepted), () => Send(request.RequestedMessage, request.ConnectorId));
    }

    private OcppAnswer Trigger(ExtendedTriggerMessageRequest request)
    {
        OcppAnswer With(TriggerMessageStatusEnumType status, Action? then = null) => OcppAnswer.Of(new ExtendedTriggerMessageResponse(status), then);

        if (request.ConnectorId is { } id && body.Find(id) is null)
        {
            return With(TriggerMessageStatusEnumType.Rejected);
        }
        MessageTrigger? known = request.RequestedMessage switch
        {
            MessageTriggerEnumType.BootNotification => MessageTrigger.BootNotification,
            MessageTriggerEnumType.FirmwareStatusNotification => MessageTrigger.FirmwareStatusNotification,
            MessageTriggerEnumType.Heartbeat => MessageTrigger.Heartbeat,
            MessageTriggerEnumType.MeterValues => MessageTrigger.MeterValues,
            MessageTriggerEnumType.StatusNotification => MessageTrigger.StatusNotification,
            _ => null,
        };
        return known is { } message
            ? With(TriggerMessageStatusEnumType.Accepted, () => Send(message, request.ConnectorId))
            : With(TriggerMessageStatusEnumType.NotImplemented);
    }

    private void Send(MessageTrigger message, int? connectorId)
    {
        lock (body.Gate)
        {
            var connectors = body.Connectors.Where(connector => connectorId is null || connector.Id == connectorId);
            switch (message)
            {
                case MessageTrigger.BootNotification:
                    control.BootAgain();
                    break;
                case MessageTrigger.Heartbeat:
                    control.SendHeartbeat();
                    break;
                case MessageTrigger.DiagnosticsStatusNotification:
                    body.Outbox.Post(DiagnosticsStatusNotification.Action, new DiagnosticsStatusNotificationRequest(DiagnosticsStatus.Idle));
                    break;
                case MessageTrigger.FirmwareStatusNotification:
                    body.Outbox.Post(FirmwareStatusNotification.Action, new FirmwareStatusNotificationRequest(FirmwareStatus.Idle));
                    break;
                case MessageTrigger.MeterValues:
                    foreach (var connector in connectors)
                    {
                        body.SendSample(connector, ReadingContext.Trigger);
                    }
                    break;
                default:
                    foreach (var connector in connectors)
                    {
                        body.SendStatus(connector);
                    }
                    break;
            }
        }
    }
}
