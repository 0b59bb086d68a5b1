using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>A charge point's end of one connection, with the calls a charge point may make.</summary>
public sealed class ChargePointClient(
    DialOutcome.Connected line, IOcppHandler handler, OcppPeerOptions? options = null, TimeProvider? time = null) : IDisposable
{
    public OcppPeer Peer { get; } = new(line.Socket, Ocpp16.Dialect, OcppRole.ChargePoint, handler, options, time);

    public string Subprotocol => line.Subprotocol;

    public Task<PeerClosed> RunAsync(CancellationToken cancellationToken) => Peer.RunAsync(cancellationToken);

    public Task CloseAsync(string reason) => Peer.CloseAsync(reason);

    public Task<CallOutcome> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(Authorize.Action, request, cancellationToken);

    public Task<CallOutcome> BootNotificationAsync(BootNotificationRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(BootNotification.Action, request, cancellationToken);

    public Task<CallOutcome> DataTransferAsync(DataTransferRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(DataTransfer.Action, request, cancellationToken);

    public Task<CallOutcome> DiagnosticsStatusNotificationAsync(
        DiagnosticsStatusNotificationRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(DiagnosticsStatusNotification.Action, request, cancellationToken);

    public Task<CallOutcome> FirmwareStatusNotificationAsync(FirmwareStatusNotificationRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(FirmwareStatusNotification.Action, request, cancellationToken);

    public Task<CallOutcome> HeartbeatAsync(CancellationToken cancellationToken = default) =>
        Peer.CallAsync(Heartbeat.Action, new HeartbeatRequest(), cancellationToken);

    public Task<CallOutcome> LogStatusNotificationAsync(LogStatusNotificationRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(LogStatusNotification.Action, request, cancellationToken);

    public Task<CallOutcome> MeterValuesAsync(MeterValuesRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(MeterValues.Action, request, cancellationToken);

    public Task<CallOutcome> SecurityEventNotificationAsync(SecurityEventNotificationRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(SecurityEventNotification.Action, request, cancellationToken);

    public Task<CallOutcome> StartTransactionAsync(StartTransactionRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(StartTransaction.Action, request, cancellationToken);

    public Task<CallOutcome> StatusNotificationAsync(StatusNotificationRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(StatusNotification.Action, request, cancellationToken);

    public Task<CallOutcome> StopTransactionAsync(StopTransactionRequest request, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(StopTransaction.Action, request, cancellationToken);

    public void Dispose()
    {
        Peer.Dispose();
        line.Socket.Dispose();
    }
}
