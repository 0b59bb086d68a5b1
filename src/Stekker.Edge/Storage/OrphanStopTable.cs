using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Storage;

/// <summary>Stops without a start. The same stop told again (same charger, transaction and register) is one row.</summary>
internal static class OrphanStopTable
{
    /// <summary>About a megabyte: years of them at an honest site, a bound at one with a charger gone mad.</summary>
    public const int Most = 10_000;

    public const string Columns = "charge_point_id, transaction_id, id_tag, meter_stop_wh, at_utc_ms, at_trusted, reason";

    public const string Key = "charge_point_id, transaction_id, meter_stop_wh";

    public const string Trim =
        "DELETE FROM orphan_stop WHERE orphan_stop_id <= (SELECT orphan_stop_id FROM orphan_stop ORDER BY orphan_stop_id DESC LIMIT 1 OFFSET $0)";

    public static Statement Bind(Statement put, OrphanStop o) => put
        .Bind(o.ChargePointId).Bind((long)o.TransactionId).Bind(o.IdTag).Bind(o.MeterStop.Value)
        .Bind(o.At.Utc).Bind(o.At.Trusted).Bind<StopReason>(o.Reason);

    public static OrphanStop Read(Row row)
    {
        string chargePointId = row.Text();
        int transactionId = row.Int();
        string? idTag = row.TextOrNull();
        WattHours meterStop = new(row.Long());
        return new OrphanStop(chargePointId, transactionId, idTag, meterStop, row.Stamp(), row.Enum(StopReason.Other));
    }
}
