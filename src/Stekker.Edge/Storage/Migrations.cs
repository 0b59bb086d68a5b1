using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Stekker.Edge.Storage;

/// <summary>
/// How the ledger's file became what it is: one step per released shape, in order, each with its number (SQLite's user_version) in
/// one transaction of its own. A step that is out is never changed; what comes later is a new step. A file says which older programs may
/// still use it, so that a version that was taken back finds all that was written since.
/// </summary>
internal static class Migrations
{
    /// <summary>"StEd" in a file's header: this is ours (sqlite.org/pragma.html, application_id).</summary>
    public const int ApplicationId = 0x53744564;

    private static readonly string[] Steps =
        [BaseTables.Sql, OrphanStops.Sql, Balancer.Sql, SessionTable.WishColumns, PriceTables.Schema, SettlementTable.Sql, SitePtuTable.Sql,
        OutboxTable.Schema, CloudTables.Schema, CdrTable.Schema];

    public static int Latest => Steps.Length;

    /// <summary>
    /// The oldest schema whose program reads and writes a file of <see cref="Latest"/> without harm. A step that only adds tables, or columns that
    /// are nullable or have a default, leaves it as it is; one that changes what older statements rely on raises it to its own number,
    /// and from that version on the one before cannot be gone back to.
    /// </summary>
    public const int UsableFrom = 10;

    private const string UsableName = "usable_from_schema";

    /// <summary>Brings an empty or older file up to <paramref name="to"/> (all there is, but for tests).</summary>
    public static void Run(SqliteConnection connection, int from, int? to = null)
    {
        for (int version = from + 1; version <= (to ?? Latest); version++)
        {
            string number = version.ToString(CultureInfo.InvariantCulture);
            using SqliteTransaction step = connection.BeginTransaction();
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = step;
            command.CommandText = $"{Steps[version - 1]}\nPRAGMA user_version = {number};"
                + string.Create(CultureInfo.InvariantCulture, $"INSERT OR REPLACE INTO meta (name, value) VALUES ('{UsableName}', {Math.Min(version, UsableFrom)});");
            command.ExecuteNonQuery();
            step.Commit();
        }
    }

    /// <summary>Whether this program may use a file of that schema: an older one once it is migrated, a newer one where it says so itself.</summary>
    public static bool CanUse(SqliteConnection connection, int version) =>
        version <= Latest || LedgerFile.AskNumber(connection, $"SELECT coalesce((SELECT value FROM meta WHERE name = '{UsableName}'), {version.ToString(CultureInfo.InvariantCulture)})") <= Latest;

    /// <summary>Times are milliseconds since 1970 in UTC, energies whole watt-hours, enums their names; what a peer said to the letter is text.</summary>
    private static class BaseTables
    {
        public const string Sql = """
            PRAGMA application_id = 0x53744564;

            CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

            CREATE TABLE charge_point (
              charge_point_id TEXT PRIMARY KEY, admission TEXT NOT NULL,
              vendor TEXT, model TEXT, serial TEXT, firmware TEXT,
              local_list_version INTEGER NOT NULL) STRICT;

            CREATE TABLE card (
              id_tag TEXT PRIMARY KEY, label TEXT NOT NULL, scope TEXT NOT NULL, scope_site_id TEXT, vehicle_id TEXT,
              priority TEXT NOT NULL, active INTEGER NOT NULL, expires_utc_ms INTEGER, card_group TEXT, version INTEGER NOT NULL) STRICT;

            CREATE TABLE vehicle (
              vehicle_id TEXT PRIMARY KEY, label TEXT NOT NULL, battery_wh INTEGER, max_power_w INTEGER, phases INTEGER,
              departures TEXT, target_permille INTEGER, direct_permille INTEGER) STRICT;

            CREATE TABLE session (
              session_id INTEGER PRIMARY KEY, charge_point_id TEXT NOT NULL, connector_id INTEGER NOT NULL, state TEXT NOT NULL,
              plugged_in_utc_ms INTEGER NOT NULL, plugged_in_trusted INTEGER NOT NULL,
              unplugged_utc_ms INTEGER, unplugged_trusted INTEGER,
              vehicle_id TEXT, card_label TEXT, priority TEXT NOT NULL,
              transaction_id INTEGER UNIQUE, id_tag TEXT, verdict TEXT,
              started_utc_ms INTEGER, started_trusted INTEGER, started_said TEXT, meter_start_wh INTEGER,
              register_wh INTEGER, register_at_utc_ms INTEGER, counted_wh INTEGER, resets INTEGER,
              stopped_utc_ms INTEGER, stopped_trusted INTEGER, meter_stop_wh INTEGER, stop_reason TEXT, stop_inferred INTEGER) STRICT;
            CREATE INDEX session_by_charge_point ON session (charge_point_id, session_id);
            CREATE INDEX session_open ON session (session_id) WHERE state <> 'Ended';

            CREATE TABLE session_ptu (
              session_id INTEGER NOT NULL REFERENCES session, ptu_start_utc_ms INTEGER NOT NULL, energy_wh INTEGER NOT NULL,
              PRIMARY KEY (session_id, ptu_start_utc_ms)) STRICT, WITHOUT ROWID;

            CREATE TABLE signed_value (
              session_id INTEGER NOT NULL REFERENCES session, ordinal INTEGER NOT NULL,
              data TEXT NOT NULL, measurand TEXT, reason TEXT NOT NULL,
              PRIMARY KEY (session_id, ordinal)) STRICT, WITHOUT ROWID;

            CREATE TABLE refusal (
              refusal_id INTEGER PRIMARY KEY, id_tag TEXT NOT NULL, charge_point_id TEXT NOT NULL, verdict TEXT NOT NULL,
              at_utc_ms INTEGER NOT NULL, at_trusted INTEGER NOT NULL, times INTEGER NOT NULL,
              UNIQUE (id_tag, charge_point_id)) STRICT;
            """;
    }

    /// <summary>Stops without a start are kept, and sessions are found by their day.</summary>
    private static class OrphanStops
    {
        public const string Sql = """
            CREATE TABLE orphan_stop (
              orphan_stop_id INTEGER PRIMARY KEY, charge_point_id TEXT NOT NULL, transaction_id INTEGER NOT NULL, id_tag TEXT,
              meter_stop_wh INTEGER NOT NULL, at_utc_ms INTEGER NOT NULL, at_trusted INTEGER NOT NULL, reason TEXT NOT NULL,
              UNIQUE (charge_point_id, transaction_id, meter_stop_wh)) STRICT;
            CREATE INDEX session_by_plugged_in ON session (plugged_in_utc_ms);
            """;
    }

    /// <summary>What the balancer keeps over a restart. Energies in watt-seconds, currents in deciamperes, hours since 1970.</summary>
    private static class Balancer
    {
        public const string Sql = """
            CREATE TABLE ptu_account (
              only_row INTEGER PRIMARY KEY CHECK (only_row = 1), start_utc_ms INTEGER, used_ws INTEGER NOT NULL, over_ws INTEGER NOT NULL,
              at_utc_ms INTEGER NOT NULL) STRICT;
            CREATE TABLE saved_grant (
              charge_point_id TEXT NOT NULL, connector_id INTEGER NOT NULL, session_id INTEGER NOT NULL, limit_deci_a INTEGER NOT NULL,
              phases INTEGER NOT NULL, PRIMARY KEY (charge_point_id, connector_id)) STRICT, WITHOUT ROWID;
            CREATE TABLE base_load (
              hour INTEGER PRIMARY KEY, l1_deci_a INTEGER NOT NULL, l2_deci_a INTEGER NOT NULL, l3_deci_a INTEGER NOT NULL,
              power_w INTEGER NOT NULL) STRICT;
            CREATE TABLE learned_wiring (
              charge_point_id TEXT NOT NULL, connector_id INTEGER NOT NULL, costs TEXT NOT NULL,
              PRIMARY KEY (charge_point_id, connector_id)) STRICT, WITHOUT ROWID;
            """;
    }
}
