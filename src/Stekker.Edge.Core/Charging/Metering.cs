using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Charging;

/// <summary>
/// Meter values of a charger. They move the session's count in memory; the ledger catches up within a checkpoint interval. Nothing is
/// lost by that: the register is cumulative, so the next value after a power cut brings the missed energy with it. Only a register that
/// began again is written at once, because no later value tells of it.
/// </summary>
internal static class Metering
{
    public static void Metered(Turn turn, SiteEvent.Metered e)
    {
        turn.Answer(e.Request, new Reply.Done());
        ChargePoint chargePoint = turn.Find(e.ChargePointId)!;
        if (e.ConnectorId == 0)
        {
            return;
        }

        Connector connector = Plugging.ConnectorOf(turn, chargePoint, e.ConnectorId);
        if (e.TransactionId is > 0 and { } id && connector.Session?.Transaction?.Id != id)
        {
            connector = Closing.Reopen(turn, chargePoint, connector, id);
            chargePoint = turn.Find(e.ChargePointId)!;
        }

        MeterSample? last = e.Samples.IsEmpty ? null : e.Samples[^1];

        // One without a transaction may have overtaken the stop in the charger's queue: it counts only at a connector that says it is
        // charging, of a charger that never names its transactions.
        bool isOurs = e.TransactionId switch
        {
            null => connector is { MayBeCharging: true, Status: not ConnectorStatus.Unknown } && !chargePoint.NamesTransactions,
            <= 0 => true,
            _ => connector.Session?.Transaction?.Id == e.TransactionId,
        };
        Session? session = connector.Session is { HasOpenTransaction: true } open && isOurs ? Apply(turn, open, e.Samples) : connector.Session;
        bool isNamed = session is { Transaction: { } t } && t.Id == e.TransactionId;
        turn.Put(chargePoint with
        {
            NamesTransactions = chargePoint.NamesTransactions || isNamed,
            Clock = ClockOf(turn, chargePoint, last?.At),
        }, connector with
        {
            Session = session,
            Reading = last ?? connector.Reading,
            Live = LiveOf(turn, chargePoint, last) ?? connector.Live,
            HeardAt = isNamed || connector.MayBeCharging ? turn.Now.Elapsed : connector.HeardAt,

            // Its transaction is still spoken of: a charger that keeps its status to itself, or a long queue before the stop.
            FreeSince = isNamed && connector.FreeSince is not null ? turn.Now.Elapsed : connector.FreeSince,
        });
    }

    /// <summary>What it says of currents now; what waited in its queue tells nothing of the present.</summary>
    private static LiveSample? LiveOf(Turn turn, ChargePoint chargePoint, MeterSample? sample)
    {
        bool says = sample is not null && (!sample.Current.IsEmpty || sample.Power is not null);
        bool isOld = sample?.At is { } at && chargePoint.ClockAt(turn.Now) - at > LiveFor;
        return says && !isOld ? new LiveSample(sample!, turn.Now.Elapsed) : null;
    }

    private static ClockShown? ClockOf(Turn turn, ChargePoint chargePoint, DateTimeOffset? said) =>
        said is { } at && chargePoint.Line is { } line && turn.Now.Elapsed - line.Since >= QueueEmptyAfter ? new ClockShown(at, turn.Now.Elapsed) : chargePoint.Clock;

    /// <summary>The session after these samples; the same object where they say nothing new.</summary>
    public static Session Apply(Turn turn, Session session, ImmutableArray<MeterSample> samples)
    {
        foreach (MeterSample sample in samples)
        {
            if (sample.ImportRegister is { } register)
            {
                session = Advance(turn, session, register, sample.At);
            }

            if (!sample.Signed.IsEmpty)
            {
                session = KeepSigned(session, sample.Signed);
            }
        }

        return session;
    }

    /// <param name="said">The charger's own time.</param>
    public static Session Advance(Turn turn, Session session, Units.WattHours register, DateTimeOffset? said)
    {
        DateTimeOffset at = Comparable(turn, session.Transaction!, said);
        (RegisterTrack track, RegisterMove move) = session.Transaction!.Register.Advance(register, at, isAtKnown: at == said);
        return Moved(turn, session, register, track, move);
    }

    /// <summary>What was counted after this last register, which the charger names for an earlier moment, is another session's.</summary>
    public static Session Settle(Turn turn, Session session, Units.WattHours register, DateTimeOffset said)
    {
        (RegisterTrack track, RegisterMove move) =
            session.Transaction!.Register.SettledBy(session.Transaction.MeterStart, register, Comparable(turn, session.Transaction, said));
        return Moved(turn, session, register, track, move);
    }

    /// <summary>After a value stamped in our own future the clock went back (a router that woke in the past): nothing can be called late then.</summary>
    private static DateTimeOffset Comparable(Turn turn, Transaction transaction, DateTimeOffset? said) =>
        transaction.Register.At > turn.Now.Utc + Stamp.MaxAhead ? transaction.Register.At : Stamp.FromPeer(said, turn.Now).Utc;

    private static Session Moved(Turn turn, Session session, Units.WattHours register, RegisterTrack track, RegisterMove move)
    {
        Transaction transaction = session.Transaction!;
        if (move is RegisterMove.Reset or RegisterMove.Rollover)
        {
            turn.Tell(
                TellLevel.Warning,
                session.ChargePointId,
                $"{session.ChargePointId} connector {session.ConnectorId}: its meter went from {transaction.Register.Register} to {register} "
                + $"({(move == RegisterMove.Reset ? "it began again" : "it ran over")}); what was counted before is kept");
        }

        if (ReferenceEquals(track, transaction.Register))
        {
            return session;
        }

        long delta = track.Counted.Value - transaction.Register.Counted.Value;
        Session moved = session with
        {
            Transaction = transaction with { Register = track },
            Ptus = PtuEnergy.Spread(session.Ptus, transaction.Register.At, track.At, delta),

            // The same register a little later is not worth the flash.
            Unsaved = session.Unsaved || track.Register != transaction.Register.Register,
        };
        return move is RegisterMove.Reset or RegisterMove.Rollover && track.Resets <= MostSavedResets ? turn.Saved(moved) : moved;
    }

    /// <summary>The first value and the newest are what a calibrated bill needs; those between would only wear the flash.</summary>
    private static Session KeepSigned(Session session, ImmutableArray<SignedValue> signed)
    {
        ImmutableArray<SignedValue> kept = session.Signed;
        foreach (SignedValue value in signed)
        {
            if (!kept.Contains(value))
            {
                kept = kept.Length < MostSigned ? kept.Add(value) : kept.SetItem(kept.Length - 1, value);
            }
        }

        return kept == session.Signed ? session : session with { Signed = kept, Unsaved = true };
    }

    private const int MostSigned = 4;

    private static readonly TimeSpan LiveFor = TimeSpan.FromMinutes(2);

    /// <summary>By then what waited in a charger's queue while it was cut off has arrived: what comes later shows its clock.</summary>
    private static readonly TimeSpan QueueEmptyAfter = TimeSpan.FromSeconds(30);

    /// <summary>A meter that begins again all the time must not wear the flash.</summary>
    private const int MostSavedResets = 10;
}
