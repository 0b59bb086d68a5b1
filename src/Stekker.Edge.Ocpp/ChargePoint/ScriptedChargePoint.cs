using System.Collections.Immutable;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>What one connector looks like from outside.</summary>
/// <param name="OfferedPhases">1 or 3: what a charger that can switch closes.</param>
/// <param name="IdTag">The card of the running transaction; null where none runs.</param>
public sealed record ConnectorView(
    int Id, ChargePointStatus Status, PhasePower Power, int EnergyWh, decimal OfferedA, int OfferedPhases, string? IdTag, int? TransactionId);

/// <summary>
/// A small working OCPP 1.6 charge point that does what drivers and its central system tell it. Time comes from the provider and
/// chance from the seed, so a run replays. This class is what a driver's hands do; the rest lives in the files beside it.
/// </summary>
public sealed class ScriptedChargePoint : IDisposable
{
    private readonly ChargePointBody _body;
    private readonly ChargePointLine _line;
    private readonly CardReader _cards;

    public ScriptedChargePoint(
        ICentralSystemDialer dialer, ChargePointSettings? settings = null, TimeProvider? time = null, TransactionQueue? transactions = null)
    {
        var clock = time ?? TimeProvider.System;
        _body = new ChargePointBody(settings ?? new ChargePointSettings(), transactions ?? new TransactionQueue(clock), clock);
        _line = new ChargePointLine(_body, dialer);
        _cards = new CardReader(_body, _line);
        _line.StartRemotely = _cards.StartRemotely;
    }

    /// <summary>Accepted by the central system, and on line.</summary>
    public bool IsOnline => _line.Accepted is not null;

    public TransactionQueue Transactions => _body.Transactions;

    public ConfigurationKeys Configuration => _body.Keys;

    public ImmutableArray<ConnectorView> Connectors
    {
        get
        {
            lock (_body.Gate)
            {
                return [.. _body.Connectors.Select(View)];
            }
        }
    }

    /// <summary>Connects, boots, serves and reconnects until told to stop.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _line.RunAsync(cancellationToken);

    /// <summary>A cable goes in; the car would draw so much. Starts charging where a card was accepted before.</summary>
    public void PlugIn(int connectorId, PhasePower demand, int? socPercent = null) => Do(connectorId, connector =>
    {
        connector.IsPlugged = true;
        connector.Demand = demand;
        connector.SocPercent = socPercent;
        _body.Settle();
        if (connector is { AuthorizedIdTag: { } idTag, Transaction: null })
        {
            _body.StartTransaction(connector, idTag);
        }
    });

    /// <summary>The cable comes out at the car's side, which ends the transaction.</summary>
    public void Unplug(int connectorId) => Do(connectorId, connector =>
    {
        _body.StopTransaction(connector, Reason.EVDisconnected);
        connector.IsPlugged = false;
        connector.IsFinishing = false;
        connector.Demand = PhasePower.None;
        connector.SocPercent = null;
        _body.Settle();
    });

    /// <summary>The car changes what it would draw; none when it is full or asleep.</summary>
    public void SetDemand(int connectorId, PhasePower demand, int? socPercent = null) => Do(connectorId, connector =>
    {
        connector.Demand = demand;
        connector.SocPercent = socPercent ?? connector.SocPercent;
        _body.Settle();
    });

    /// <summary>
    /// Says what flows, from a physics of its own: a car that follows its limit late, or a charger that does not obey. The limit is then what
    /// <see cref="ConnectorView.OfferedA"/> offers.
    /// </summary>
    /// <param name="demand">What the car would draw; none when it is full or asleep.</param>
    public void SetFlow(int connectorId, PhasePower flow, PhasePower demand, int? socPercent = null) => Do(connectorId, connector =>
    {
        connector.Flow = flow;
        connector.Demand = demand;
        connector.SocPercent = socPercent ?? connector.SocPercent;
        _body.Settle();
    });

    /// <summary>A fault appears, or with NoError goes away. It interrupts charging, not the transaction.</summary>
    public void SetError(int connectorId, ChargePointErrorCode error) => Do(connectorId, connector =>
    {
        connector.Error = error;
        _body.Settle();
    });

    /// <summary>
    /// A card at the reader: ends the transaction it began, or starts one (or waits for the plug). The result is what the card
    /// was found to be.
    /// </summary>
    public Task<AuthorizationStatus> PresentCardAsync(int connectorId, string idTag, CancellationToken cancellationToken = default) =>
        _cards.PresentAsync(Connector(connectorId), idTag, cancellationToken);

    /// <summary>Cuts the line as a pulled network cable would; it comes back by itself.</summary>
    public void DropLine() => _line.Drop();

    public void Dispose()
    {
        _line.Dispose();
        _body.Dispose();
    }

    private void Do(int connectorId, Action<Connector> act)
    {
        var connector = Connector(connectorId);
        lock (_body.Gate)
        {
            act(connector);
        }
    }

    private Connector Connector(int connectorId) =>
        _body.Find(connectorId) ?? throw new ArgumentOutOfRangeException(nameof(connectorId), connectorId, "There is no such connector.");

    private ConnectorView View(Connector connector)
    {
        connector.Meter.Advance(_body.Now);
        return new ConnectorView(
            connector.Id, connector.Status, connector.Meter.Power, connector.Meter.EnergyWh, connector.Offered.Amperes,
            connector.Offered.Phases, connector.Transaction?.IdTag, connector.Transaction?.Queued.TransactionId);
    }
}
