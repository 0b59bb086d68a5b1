using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Storage;

/// <summary>A session's row, with its one transaction in it: which column holds what, there and back.</summary>
internal static class SessionTable
{
    public const string Columns =
        "session_id, charge_point_id, connector_id, state, plugged_in_utc_ms, plugged_in_trusted, unplugged_utc_ms, unplugged_trusted, "
        + "vehicle_id, card_label, priority, transaction_id, id_tag, verdict, started_utc_ms, started_trusted, started_said, meter_start_wh, "
        + "register_wh, register_at_utc_ms, counted_wh, resets, stopped_utc_ms, stopped_trusted, meter_stop_wh, stop_reason, stop_inferred, "
        + "wish_departure_utc_ms, wish_target_permille, wish_charge_now";

    public const int ColumnCount = 30;

    /// <summary>What the driver asked of the session came later.</summary>
    public const string WishColumns = """
        ALTER TABLE session ADD COLUMN wish_departure_utc_ms INTEGER;
        ALTER TABLE session ADD COLUMN wish_target_permille INTEGER;
        ALTER TABLE session ADD COLUMN wish_charge_now INTEGER;
        """;

    /// <summary>The four columns that move while a car charges.</summary>
    public const string UpdateRegister =
        "UPDATE session SET register_wh = $0, register_at_utc_ms = $1, counted_wh = $2, resets = $3 WHERE session_id = $4";

    public static void Bind(Statement put, Session s)
    {
        put.Bind(s.Id).Bind(s.ChargePointId).Bind((long)s.ConnectorId).Bind<SessionState>(s.State)
            .Bind(s.PluggedIn.Utc).Bind(s.PluggedIn.Trusted)
            .Bind(s.Unplugged?.Utc).Bind(s.Unplugged?.Trusted)
            .Bind(s.Vehicle).Bind(s.CardLabel).Bind<CardPriority>(s.Priority);
        Transaction? t = s.Transaction;
        put.Bind((long?)t?.Id).Bind(t?.IdTag.Text).Bind(t?.Verdict)
            .Bind(t?.Started.Utc).Bind(t?.Started.Trusted).Bind(t is null ? null : TimeText.Of(t.StartedAtSaid)).Bind(t?.MeterStart.Value)
            .Bind(t?.Register.Register.Value).Bind(t?.Register.At).Bind(t?.Register.Counted.Value).Bind((long?)t?.Register.Resets);
        TransactionEnd? end = t?.End;
        put.Bind(end?.At.Utc).Bind(end?.At.Trusted).Bind(end?.MeterStop.Value).Bind(end?.Reason).Bind(end?.Inferred);
        put.Bind(s.Wish.Departure).Bind((long?)s.Wish.TargetPermille).Bind(s.Wish.ChargeNow);
    }

    /// <summary>Without its PTUs and signed values, which have tables of their own.</summary>
    public static Session Read(Row row)
    {
        long id = row.Long();
        string chargePointId = row.Text();
        int connectorId = row.Int();
        string? state = row.TextOrNull();
        Stamp pluggedIn = row.Stamp();
        Stamp? unplugged = row.StampOrNull();
        return new Session
        {
            Id = id,
            ChargePointId = chargePointId,
            ConnectorId = connectorId,

            // A state of a newer version: open or not is what matters, and the plug tells.
            State = EnumText<SessionState>.Read(state, unplugged is null ? SessionState.PluggedIn : SessionState.Ended),
            PluggedIn = pluggedIn,
            Unplugged = unplugged,
            Vehicle = row.TextOrNull(),
            CardLabel = row.TextOrNull(),
            Priority = row.Enum(CardPriority.Normal),
            Transaction = ReadTransaction(row),
            Wish = new SessionWish(row.TimeOrNull(), row.IntOrNull(), row.Flag()),
        };
    }

    private static Transaction? ReadTransaction(Row row)
    {
        int? id = row.IntOrNull();
        IdTag idTag = IdTag.TryParse(row.TextOrNull()) ?? default;
        CardVerdict verdict = row.Enum(CardVerdict.Unknown);
        Stamp started = row.Stamp();
        DateTimeOffset said = TimeText.Read(row.TextOrNull()) ?? started.Utc;
        WattHours meterStart = new(row.Long());
        WattHours register = new(row.Long());
        DateTimeOffset registerAt = row.Time();
        WattHours counted = new(row.Long());
        int resets = row.Int();
        Stamp? stopped = row.StampOrNull();
        WattHours meterStop = new(row.Long());
        StopReason reason = row.Enum(StopReason.Other);
        bool inferred = row.Flag();
        TransactionEnd? end = stopped is { } at ? new TransactionEnd(at, meterStop, reason, inferred) : null;
        return id is { } known
            ? new Transaction(known, idTag, verdict, started, said, meterStart, new RegisterTrack(register, registerAt, counted, resets), end)
            : null;
    }
}
