using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem.V16;

/// <summary>Turns what an OCPP 1.6 charger says into events of the site, and the site's replies into its answers.</summary>
public sealed class Handler16(SiteLoop loop, string chargePointId) : IOcppHandler
{
    /// <summary>More than any charger has; a made-up number must not grow the site.</summary>
    private const int MaxConnectorId = 99;

    public async ValueTask<OcppAnswer> HandleAsync(OcppAction action, IOcppMessage request, CancellationToken cancellationToken)
    {
        if (ConnectorOf(request) is > MaxConnectorId and { } connector)
        {
            return OcppAnswer.Error(OcppErrorCode.PropertyConstraintViolation, $"connectorId: is {connector}, should be at most {MaxConnectorId}");
        }

        if (request is DataTransferRequest)
        {
            return OcppAnswer.Of(new DataTransferResponse(DataTransferStatus.UnknownVendorId));
        }

        try
        {
            Reply reply = await loop.AskAsync(id => Event(id, request), cancellationToken).ConfigureAwait(false);
            return reply is Reply.NotAdmitted refused
                ? OcppAnswer.Error(OcppErrorCode.SecurityError, Words16.NotAdmitted(refused.Admission))
                : OcppAnswer.Of(Answer(request, reply));
        }
        catch (SiteStoppedException)
        {
            // No answer at all: the charger keeps the message and brings it again, which an error would not make it do.
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private static int? ConnectorOf(IOcppMessage request) => request switch
    {
        StartTransactionRequest r => r.ConnectorId,
        StatusNotificationRequest r => r.ConnectorId,
        MeterValuesRequest r => r.ConnectorId,
        _ => null,
    };

    private SiteEvent.Asked Event(RequestId id, IOcppMessage request) => request switch
    {
        BootNotificationRequest r => new SiteEvent.Booted(
            id,
            chargePointId,
            new ChargePointIdentity(r.ChargePointVendor, r.ChargePointModel, r.ChargePointSerialNumber ?? r.ChargeBoxSerialNumber, r.FirmwareVersion)),
        HeartbeatRequest => new SiteEvent.Heartbeat(id, chargePointId),
        StatusNotificationRequest r => new SiteEvent.StatusReported(id, chargePointId, r.ConnectorId, Words16.Status(r.Status), Words16.Fault(r), r.Timestamp),
        AuthorizeRequest r => new SiteEvent.CardPresented(id, chargePointId, r.IdTag),
        StartTransactionRequest r => new SiteEvent.TransactionStarted(id, chargePointId, r.ConnectorId, r.IdTag, new WattHours(r.MeterStart), r.Timestamp),
        MeterValuesRequest r => new SiteEvent.Metered(id, chargePointId, r.ConnectorId, r.TransactionId, Readings16.Samples(r.MeterValue)),
        StopTransactionRequest r => new SiteEvent.TransactionStopped(
            id,
            chargePointId,
            r.TransactionId,
            r.IdTag,
            new WattHours(r.MeterStop),
            r.Timestamp,
            Words16.StopReason(r.Reason),
            r.TransactionData is { IsDefault: false } data ? Readings16.Samples(data) : []),
        DiagnosticsStatusNotificationRequest r => Notice(id, $"diagnostics: {r.Status}"),
        FirmwareStatusNotificationRequest r => Notice(id, $"firmware: {r.Status}"),
        LogStatusNotificationRequest r => Notice(id, $"log upload: {r.Status}"),
        SignedFirmwareStatusNotificationRequest r => Notice(id, $"firmware: {r.Status}"),
        SecurityEventNotificationRequest r => new SiteEvent.Noticed(id, chargePointId, $"{chargePointId} reports a security event: {r.Type}", IsAlarm: true),
        SignCertificateRequest => Notice(id, "asks for a certificate; this site signs none"),
        _ => throw new InvariantBrokenException($"no event for {request.GetType().Name}"),
    };

    private SiteEvent.Noticed Notice(RequestId id, string what) => new(id, chargePointId, $"{chargePointId} {what}", IsAlarm: false);

    private static IOcppMessage Answer(IOcppMessage request, Reply reply) => (request, reply) switch
    {
        (BootNotificationRequest, Reply.Boot r) => new BootNotificationResponse(Words16.Registration(r.Admission), r.Utc, (int)r.Interval.TotalSeconds),
        (HeartbeatRequest, Reply.Clock r) => new HeartbeatResponse(r.Utc),
        (StatusNotificationRequest, _) => new StatusNotificationResponse(),
        (AuthorizeRequest, Reply.CardAnswer r) => new AuthorizeResponse(Words16.IdTagInfo(r.Authorization)),
        (StartTransactionRequest, Reply.TransactionStart r) => new StartTransactionResponse(Words16.IdTagInfo(r.Authorization), r.TransactionId),
        (MeterValuesRequest, _) => new MeterValuesResponse(),
        (StopTransactionRequest, Reply.TransactionStop r) => new StopTransactionResponse(r.Authorization is { } a ? Words16.IdTagInfo(a) : null),
        (DiagnosticsStatusNotificationRequest, _) => new DiagnosticsStatusNotificationResponse(),
        (FirmwareStatusNotificationRequest, _) => new FirmwareStatusNotificationResponse(),
        (LogStatusNotificationRequest, _) => new LogStatusNotificationResponse(),
        (SignedFirmwareStatusNotificationRequest, _) => new SignedFirmwareStatusNotificationResponse(),
        (SecurityEventNotificationRequest, _) => new SecurityEventNotificationResponse(),
        (SignCertificateRequest, _) => new SignCertificateResponse(GenericStatusEnumType.Rejected),
        _ => throw new InvariantBrokenException($"no answer to {request.GetType().Name} from {reply.GetType().Name}"),
    };
}
