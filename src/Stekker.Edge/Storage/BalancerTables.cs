using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Storage;

/// <summary>What the balancer keeps over a restart: the account often, in one row; what was learned seldom, and whole.</summary>
internal sealed class BalancerTables(SqliteConnection connection) : IDisposable
{
    private const string AccountColumns = "start_utc_ms, used_ws, over_ws, at_utc_ms";
    private const string GrantColumns = "charge_point_id, connector_id, session_id, limit_deci_a, phases";
    private const string LoadColumns = "hour, l1_deci_a, l2_deci_a, l3_deci_a, power_w";
    private const string WiringColumns = "charge_point_id, connector_id, costs";

    private readonly Statement putAccount = Upsert.Into(connection, "ptu_account", "only_row, " + AccountColumns, "only_row");
    private readonly Statement dropGrants = new(connection, "DELETE FROM saved_grant", 0);
    private readonly Statement putGrant = Upsert.Into(connection, "saved_grant", GrantColumns, "charge_point_id, connector_id");
    private readonly Statement dropLoads = new(connection, "DELETE FROM base_load", 0);
    private readonly Statement putLoad = Upsert.Into(connection, "base_load", LoadColumns, "hour");
    private readonly Statement dropWirings = new(connection, "DELETE FROM learned_wiring", 0);
    private readonly Statement putWiring = Upsert.Into(connection, "learned_wiring", WiringColumns, "charge_point_id, connector_id");

    public void Write(Effect.SaveBalance balance)
    {
        PtuAccount account = balance.Account;
        putAccount.Bind(1L).Bind(account.Start).Bind(account.UsedWs).Bind(account.OverWs).Bind(account.AtUtc).Run();
        dropGrants.Run();
        foreach (SavedGrant grant in balance.Grants)
        {
            putGrant.Bind(grant.ChargePointId).Bind((long)grant.ConnectorId).Bind(grant.SessionId).Bind((long)grant.DeciA).Bind((long)grant.Phases).Run();
        }
    }

    public void Write(Effect.SaveLearned learned)
    {
        dropLoads.Run();
        foreach (SavedHourLoad load in learned.BaseLoads)
        {
            putLoad.Bind(load.Hour).Bind((long)load.L1DeciA).Bind((long)load.L2DeciA).Bind((long)load.L3DeciA).Bind(load.PowerW).Run();
        }

        dropWirings.Run();
        foreach (LearnedWiring wiring in learned.Wirings)
        {
            putWiring.Bind(wiring.ChargePointId).Bind((long)wiring.ConnectorId)
                .Bind(string.Join(',', wiring.Costs.Select(c => c.ToString(CultureInfo.InvariantCulture)))).Run();
        }
    }

    public static BalancerMemory Read(SqliteConnection connection)
    {
        using Statement account = new(connection, $"SELECT {AccountColumns} FROM ptu_account", 0);
        using Statement grants = new(connection, $"SELECT {GrantColumns} FROM saved_grant ORDER BY charge_point_id, connector_id", 0);
        using Statement loads = new(connection, $"SELECT {LoadColumns} FROM base_load ORDER BY hour", 0);
        using Statement wirings = new(connection, $"SELECT {WiringColumns} FROM learned_wiring ORDER BY charge_point_id, connector_id", 0);
        List<PtuAccount> accounts = account.All(r => new PtuAccount(r.TimeOrNull(), r.Long(), r.Long(), TimeSpan.Zero, r.Time()));
        return new BalancerMemory(
            accounts.Count > 0 ? accounts[0] : null,
            [.. loads.All(r => new SavedHourLoad(r.Long(), r.Int(), r.Int(), r.Int(), r.Long()))],
            [.. wirings.All(r => new LearnedWiring(r.Text(), r.Int(), Costs(r.Text())))],
            [.. grants.All(r => new SavedGrant(r.Text(), r.Int(), r.Long(), r.Int(), r.Int()))]);
    }

    public void Dispose()
    {
        putAccount.Dispose();
        dropGrants.Dispose();
        putGrant.Dispose();
        dropLoads.Dispose();
        putLoad.Dispose();
        dropWirings.Dispose();
        putWiring.Dispose();
    }

    /// <summary>What is no list of numbers teaches nothing.</summary>
    private static ImmutableArray<int> Costs(string text)
    {
        string[] parts = text.Split(',');
        int[] costs = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out costs[i]))
            {
                return [];
            }
        }

        return [.. costs];
    }
}
