using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Storage;

/// <summary>Writes all but sessions: rows that are put whole, seldom.</summary>
internal sealed class RecordWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement card = Upsert.Into(connection, "card", CardTable.Columns, CardTable.Key);
    private readonly Statement vehicle = Upsert.Into(connection, "vehicle", VehicleTable.Columns, VehicleTable.Key);
    private readonly Statement chargePoint = Upsert.Into(connection, "charge_point", ChargePointTable.Columns, ChargePointTable.Key);
    private readonly Statement orphanStop = Upsert.Into(connection, "orphan_stop", OrphanStopTable.Columns, OrphanStopTable.Key);
    private readonly Statement trimOrphanStops = new(connection, OrphanStopTable.Trim, 1);
    private readonly Statement refusal = new(connection, RefusalTable.Put, 6);
    private readonly Statement trimRefusals = new(connection, RefusalTable.Trim, 1);
    private readonly Statement forgetRefusals = new(connection, RefusalTable.Forget, 1);

    private readonly Statement settlement = Upsert.Into(connection, "settlement", SettlementTable.Columns, SettlementTable.Key);

    private readonly Statement sitePtu = Upsert.Into(connection, "site_ptu", SitePtuTable.Columns, SitePtuTable.Key);
    private readonly Statement trimSitePtus = new(connection, SitePtuTable.Trim, 1);

    private readonly BalancerTables balancer = new(connection);

    private readonly PriceTables prices = new(connection);

    private readonly OutboxTable outbox = new(connection);
    private readonly CdrTable cdrs = new(connection);
    private readonly Statement command = Upsert.Into(connection, "cloud_command", CommandTable.Columns, CommandTable.Key);
    private readonly Statement trimCommands = new(connection, CommandTable.Trim, 1);
    private readonly CloudTables cloud = new(connection);
    private readonly Pruning pruning = new(connection);
    private readonly Statement session = new(connection, "SELECT 1 FROM session WHERE session_id = $0", 1);

    public void Write(Effect.LedgerWrite write)
    {
        switch (write)
        {
            case Effect.SaveCard c:
                CardTable.Bind(card, c.Card).Run();
                if (c.Card.Active)
                {
                    forgetRefusals.Bind(c.Card.IdTag.Text).Run();
                }

                break;
            case Effect.SaveVehicle v:
                VehicleTable.Bind(vehicle, v.Vehicle).Run();
                break;
            case Effect.SaveChargePoint p:
                ChargePointTable.Bind(chargePoint, p.ChargePoint).Run();
                break;
            case Effect.SaveRefusal r:
                RefusalTable.Bind(refusal, r.Refusal).Run();
                trimRefusals.Bind((long)RefusalTable.Most).Run();
                break;
            case Effect.SaveBalance b:
                balancer.Write(b);
                break;
            case Effect.SaveLearned l:
                balancer.Write(l);
                break;
            case Effect.SaveSettlement s:
                if (HasSession(s.Settlement.SessionId))
                {
                    SettlementTable.Bind(settlement, s.Settlement).Run();
                }

                break;
            case Effect.SavePrices p:
                prices.Write(p);
                break;
            case Effect.SaveImbalance i:
                prices.Write(i);
                break;
            case Effect.SaveWeather w:
                cloud.Write(w);
                break;
            case Effect.SaveLimits l:
                cloud.Write(l);
                break;
            case Effect.SaveCloudDocument d:
                cloud.Write(d);
                break;
            case Effect.SaveSitePtu p:
                SitePtuTable.Bind(sitePtu, p.Ptu).Run();
                trimSitePtus.Bind(p.Ptu.Start - SitePtuTable.Kept).Run();
                break;
            case Effect.QueueReport q:
                outbox.Write(q);
                break;
            case Effect.ForgetReports f:
                outbox.Write(f);
                break;
            case Effect.SaveCdrTold c:
                cdrs.Write(c.Told);
                break;
            case Effect.SaveSavingsTold s:
                cdrs.Write(s.Through);
                break;
            case Effect.SaveCommand c:
                CommandTable.Bind(command, c.Command).Run();
                trimCommands.Bind((long)CloudCommand.MostKept).Run();
                break;
            case Effect.PruneRecords p:
                pruning.Write(p);
                break;
            case Effect.SaveOrphanStop o:
                OrphanStopTable.Bind(orphanStop, o.Stop).Run();
                trimOrphanStops.Bind((long)OrphanStopTable.Most).Run();
                break;
            default:
                throw new InvariantBrokenException($"the ledger has no place for {write.GetType().Name}");
        }
    }

    public void Dispose()
    {
        balancer.Dispose();
        prices.Dispose();
        outbox.Dispose();
        cdrs.Dispose();
        cloud.Dispose();
        pruning.Dispose();
        foreach (Statement statement in (ReadOnlySpan<Statement>)
            [card, vehicle, chargePoint, orphanStop, trimOrphanStops, refusal, trimRefusals, forgetRefusals, settlement, sitePtu, trimSitePtus, command, trimCommands, session])
        {
            statement.Dispose();
        }
    }

    /// <summary>It may have gone since, for its age.</summary>
    private bool HasSession(long id) => session.Bind(id).All(row => row.Long()).Count > 0;
}
