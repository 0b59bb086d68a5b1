using System.Collections.Immutable;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>What the charge point answers when its central system asks, OCPP 1.6 §5; smart charging and remote control have files of their own.</summary>
internal sealed class CentralSystemRequests(ChargePointBody body, IChargePointControl control) : IOcppHandler
{
    private readonly SmartChargingRequests _smartCharging = new(body);
    private readonly RemoteControlRequests _remoteControl = new(body, control);
    private readonly UploadRequests _uploads = new(body);

    public async ValueTask<OcppAnswer> HandleAsync(OcppAction action, IOcppMessage request, CancellationToken cancellationToken)
    {
        if (request is RemoteStopTransactionRequest && body.IsStartUnderWay)
        {
            // The answer that numbers the transaction came before this request, and is being taken on another thread.
            await body.Transactions.WhenEmpty().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        lock (body.Gate)
        {
            var answer = Answer(request)
                ?? _smartCharging.Answer(request)
                ?? _remoteControl.Answer(request)
                ?? _uploads.Answer(request)
                ?? OcppAnswer.Error(OcppErrorCode.NotSupported, $"This charge point has no {action.Name}.");
            return answer;
        }
    }

    private OcppAnswer? Answer(IOcppMessage request) => request switch
    {
        GetConfigurationRequest get => OcppAnswer.Of(body.Keys.Get(get.Key)),
        ChangeConfigurationRequest change => OcppAnswer.Of(Change(change)),
        ClearCacheRequest => OcppAnswer.Of(new ClearCacheResponse(ClearCacheStatus.Accepted)),
        DataTransferRequest => OcppAnswer.Of(new DataTransferResponse(DataTransferStatus.UnknownVendorId)),
        GetLocalListVersionRequest => OcppAnswer.Of(new GetLocalListVersionResponse(body.LocalList.Version)),
        SendLocalListRequest list => OcppAnswer.Of(new SendLocalListResponse(body.LocalList.Update(list))),
        ReserveNowRequest reserve => OcppAnswer.Of(new ReserveNowResponse(Reserve(reserve))),
        CancelReservationRequest cancel => OcppAnswer.Of(new CancelReservationResponse(Cancel(cancel))),
        _ => null,
    };

    private ChangeConfigurationResponse Change(ChangeConfigurationRequest change)
    {
        var status = body.Keys.Change(change.Key, change.Value);
        if (status == ConfigurationStatus.Accepted)
        {
            control.OnConfigurationChanged(change.Key);
        }
        return new ChangeConfigurationResponse(status);
    }

    private ReservationStatus Reserve(ReserveNowRequest request)
    {
        // ReserveConnectorZeroSupported is false here, so connector 0 is refused: OCPP 1.6 §5.13.
        if (body.Find(request.ConnectorId) is not { } connector || request.ExpiryDate <= body.Now)
        {
            return ReservationStatus.Rejected;
        }
        var isReplaced = connector.Reservation?.Id == request.ReservationId;
        if (!isReplaced && connector.Status != ChargePointStatus.Available)
        {
            return connector.Status switch
            {
                ChargePointStatus.Faulted => ReservationStatus.Faulted,
                ChargePointStatus.Unavailable => ReservationStatus.Unavailable,
                _ => ReservationStatus.Occupied,
            };
        }
        connector.Reservation = new Reservation(request.ReservationId, request.IdTag, request.ParentIdTag, request.ExpiryDate);
        body.Agenda.Set($"reservation {connector.Id}", request.ExpiryDate, () => Free(connector));
        body.Settle();
        return ReservationStatus.Accepted;
    }

    private CancelReservationStatus Cancel(CancelReservationRequest request)
    {
        var connector = body.Connectors.FirstOrDefault(connector => connector.Reservation?.Id == request.ReservationId);
        if (connector is null)
        {
            return CancelReservationStatus.Rejected;
        }
        Free(connector);
        return CancelReservationStatus.Accepted;
    }

    private void Free(Connector connector)
    {
        connector.Reservation = null;
        body.Agenda.Remove($"reservation {connector.Id}");
        body.Settle();
    }
}

/// <summary>What a request may set off outside the body: on the line, and on what waits for it.</summary>
internal interface IChargePointControl
{
    void OnConfigurationChanged(string key);

    void BootAgain();

    /// <summary>Restarts once the transaction messages are out.</summary>
    void Reset(bool isHard);

    void StartRemotely(Connector connector, string idTag);

    void SendHeartbeat();
}
