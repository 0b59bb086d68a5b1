using System.Globalization;
using Stekker.Edge.Core.Charging;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>
/// Each transaction that a charger lived is in the ledger once, with the energy its meter counted. Looked at as soon as the edge has answered
/// its stop, and once more at the end.
/// </summary>
internal sealed class SessionWatch(Violations violations)
{
    private readonly HashSet<VirtualTransaction> running = [];

    /// <summary>Sessions in the ledger by transaction, until they were compared.</summary>
    private readonly Dictionary<int, Dictionary<long, Session>> written = [];

    private readonly List<VirtualTransaction> toCompare = [];
    private readonly HashSet<int> transactionIds = [];

    /// <summary>The session of each transaction that was compared, and its energy: what is written later must be the same.</summary>
    private readonly Dictionary<int, (long SessionId, long EnergyWh)> compared = [];

    public int Started { get; private set; }

    public int Compared { get; private set; }

    public int Refusals { get; private set; }

    public double MeteredKwh { get; private set; }

    public double LedgerKwh { get; private set; }

    public void Began(VirtualTransaction transaction)
    {
        Started++;
        running.Add(transaction);
    }

    public void Refused() => Refusals++;

    /// <summary>The ledger wrote a session.</summary>
    public void Written(Session session)
    {
        if (session.Transaction is { } t && compared.TryGetValue(t.Id, out (long SessionId, long EnergyWh) known))
        {
            if (known != (session.Id, session.Energy.Value))
            {
                violations.Add("session changed", t.Started.Utc, $"transaction {t.Id} was session {known.SessionId} with {known.EnergyWh} Wh, and is now {session.Id} with {session.Energy}");
            }
        }
        else if (session.Transaction is not null)
        {
            transactionIds.Add(session.Transaction.Id);
            if (!written.TryGetValue(session.Transaction.Id, out Dictionary<long, Session>? sessions))
            {
                written[session.Transaction.Id] = sessions = [];
            }

            sessions[session.Id] = session;
        }
    }

    /// <summary>The edge answered its stop: from now on the ledger must have it.</summary>
    public void Ended(VirtualTransaction transaction)
    {
        running.Remove(transaction);
        toCompare.Add(transaction);
    }

    /// <summary>To be asked while the ledger can be written, between steps.</summary>
    public void Compare(DateTimeOffset now)
    {
        foreach (VirtualTransaction t in toCompare)
        {
            Compare(t, now);
        }

        toCompare.Clear();
    }

    /// <summary>All cars have left and all lines stand.</summary>
    public void Close(DateTimeOffset now)
    {
        Compare(now);
        if (running.Count > 0)
        {
            violations.Add("session lost", now, $"{running.Count} transactions never ended at the edge");
        }

        if (transactionIds.Count != Started)
        {
            violations.Add("sessions counted", now, string.Create(CultureInfo.InvariantCulture, $"{Started} transactions happened, {transactionIds.Count} are in the ledger"));
        }
    }

    private void Compare(VirtualTransaction t, DateTimeOffset now)
    {
        Compared++;
        long trueWh = t.MeterStopWh!.Value - t.MeterStartWh;
        MeteredKwh += trueWh / 1000.0;
        if (t.Id is not { } id || !written.Remove(id, out Dictionary<long, Session>? sessions))
        {
            violations.Add("session lost", now, $"{t.ChargePointId}/{t.ConnectorId} transaction {t.Id} of {t.Started:u} is not in the ledger");
            return;
        }

        if (sessions.Count != 1)
        {
            violations.Add("session doubled", now, $"{t.ChargePointId}/{t.ConnectorId} transaction {id} is in the ledger {sessions.Count} times");
        }

        foreach (Session session in sessions.Values)
        {
            LedgerKwh += session.Energy.Value / 1000.0;
            compared[id] = (session.Id, session.Energy.Value);
            if (session.Energy.Value != trueWh)
            {
                violations.Add("energy", now, $"{t.ChargePointId}/{t.ConnectorId} transaction {id}: {session.Energy.Value} Wh in the ledger, {trueWh} Wh at the meter");
            }

            if (!session.Ptus.IsEmpty && session.Ptus.Sum(p => p.Energy.Value) != session.Energy.Value)
            {
                violations.Add("energy", now, $"{t.ChargePointId}/{t.ConnectorId} transaction {id}: its quarters do not add up to {session.Energy.Value} Wh");
            }
        }
    }
}
