using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>
/// A charger's profiles and what follows from them (OCPP 1.6 §3.13.1): a TxProfile of the running transaction comes before the
/// TxDefaultProfile while it lasts, and the ChargePointMaxProfile caps both.
/// </summary>
internal sealed class ChargingProfiles
{
    /// <summary>What the daemon adds to a profile's duration for slow clocks.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly Dictionary<int, Tx> transactions = [];
    private (ChargingRate Rate, int Phases)? fallback;
    private (ChargingRate Rate, int Phases)? most;

    private sealed record Tx(int TransactionId, ChargingRate Rate, int Phases, DateTimeOffset From, DateTimeOffset Until);

    public void Set(Order.SetLimit order)
    {
        Setpoint setpoint = order.Setpoint;
        transactions[setpoint.ConnectorId] = new Tx(
            order.TransactionId, setpoint.Rate, order.SayPhases ? setpoint.Phases : 3, order.From, order.From + setpoint.Duration + Margin);
    }

    public void Set(Order.SetFallback order)
    {
        fallback = (RateOf(order.Default, order), order.Phases);
        most = order.Max is { } max ? (RateOf(max, order), order.Phases) : most;
    }

    /// <summary>A TxProfile ends with its transaction.</summary>
    public void TransactionEnded(int connectorId) => transactions.Remove(connectorId);

    /// <summary>Whether a TxProfile holds now.</summary>
    /// <param name="clock">The charger's own.</param>
    public bool HasLimit(int connectorId, int? transactionId, DateTimeOffset clock) => Holding(connectorId, transactionId, clock) is not null;

    /// <summary>When that ends; null where none holds.</summary>
    public DateTimeOffset? LapsesAt(int connectorId, int? transactionId, DateTimeOffset clock) => Holding(connectorId, transactionId, clock)?.Until;

    /// <summary>Amperes per phase, and the phases to close.</summary>
    /// <param name="drawnPhases">On how many the car draws, for limits in watts; 0 is not known yet.</param>
    public (double LimitA, int Phases) Limit(int connectorId, int? transactionId, DateTimeOffset clock, double maxA, int drawnPhases, double voltageV)
    {
        double capA = most is { } m ? Math.Min(maxA, PerPhase(m.Rate, m.Phases, voltageV)) : maxA;
        if (Holding(connectorId, transactionId, clock) is { } tx)
        {
            return (Math.Min(capA, PerPhase(tx.Rate, drawnPhases == 0 ? tx.Phases : drawnPhases, voltageV)), tx.Phases);
        }

        return (fallback is { } f ? Math.Min(capA, PerPhase(f.Rate, f.Phases, voltageV)) : capA, 3);
    }

    private Tx? Holding(int connectorId, int? transactionId, DateTimeOffset clock) =>
        transactions.TryGetValue(connectorId, out Tx? tx) && tx.TransactionId == transactionId && clock >= tx.From && clock < tx.Until ? tx : null;

    private static ChargingRate RateOf(Amperes perPhase, Order.SetFallback order) =>
        order.Unit == LimitUnit.Watts ? ChargingRate.Watts(perPhase, order.Phases, order.Voltage) : new ChargingRate.InAmperes(perPhase);

    private static double PerPhase(ChargingRate rate, int phases, double voltageV) => rate switch
    {
        ChargingRate.InAmperes a => a.PerPhase.Deciamperes / 10.0,
        ChargingRate.InWatts w => w.Total.Value / (voltageV * phases),
        _ => throw new Core.Site.InvariantBrokenException("a rate has a unit"),
    };
}
