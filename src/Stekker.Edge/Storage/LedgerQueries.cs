using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Storage;

/// <summary>The questions a ledger answers, on whichever connection.</summary>
internal static class LedgerQueries
{
    /// <summary>What a session took per PTU, by its id.</summary>
    public const string Ptus = "SELECT ptu_start_utc_ms, energy_wh FROM session_ptu WHERE session_id = $0 ORDER BY ptu_start_utc_ms";

    /// <summary>What its charger signed, by its id.</summary>
    public const string Signed = "SELECT data, measurand, reason FROM signed_value WHERE session_id = $0 ORDER BY ordinal";

    private const string Sessions = $"SELECT {SessionTable.Columns} FROM session";

    public static ImmutableArray<Card> Cards(SqliteConnection connection) =>
        [.. All(connection, $"SELECT {CardTable.Columns} FROM card ORDER BY id_tag", CardTable.Read).OfType<Card>()];

    public static ImmutableArray<Vehicle> Vehicles(SqliteConnection connection) =>
        [.. All(connection, $"SELECT {VehicleTable.Columns} FROM vehicle ORDER BY vehicle_id", VehicleTable.Read)];

    public static ImmutableArray<ChargePointRecord> ChargePoints(SqliteConnection connection) =>
        [.. All(connection, $"SELECT {ChargePointTable.Columns} FROM charge_point ORDER BY charge_point_id", ChargePointTable.Read)];

    public static ImmutableArray<Refusal> Refusals(SqliteConnection connection, int limit) =>
        [.. All(connection, $"SELECT {RefusalTable.Columns} FROM refusal ORDER BY refusal_id DESC LIMIT $0", RefusalTable.Read, limit)];

    public static ImmutableArray<OrphanStop> OrphanStops(SqliteConnection connection, int limit) =>
        [.. All(connection, $"SELECT {OrphanStopTable.Columns} FROM orphan_stop ORDER BY orphan_stop_id DESC LIMIT $0", OrphanStopTable.Read, limit)];

    /// <summary>All that are open, and the last few closed ones of each charge point; whole.</summary>
    public static ImmutableArray<Session> Recent(SqliteConnection connection)
    {
        List<Session> found = All(connection, Sessions + " WHERE state <> 'Ended' ORDER BY session_id", SessionTable.Read);
        using Statement closed = new(
            connection, Sessions + " WHERE charge_point_id = $0 AND state = 'Ended' ORDER BY session_id DESC LIMIT $1", 2);
        foreach (string chargePoint in All(connection, "SELECT DISTINCT charge_point_id FROM session", row => row.Text()))
        {
            found.AddRange(closed.Bind(chargePoint).Bind((long)ChargePoint.RecentSessions).All(SessionTable.Read));
        }

        return [.. found.Select(s => Whole(connection, s))];
    }

    /// <summary>Newest first, without PTUs and signed values.</summary>
    public static ImmutableArray<Session> List(SqliteConnection connection, SessionFilter filter)
    {
        using Statement list = new(
            connection,
            Sessions + " WHERE ($0 IS NULL OR plugged_in_utc_ms >= $0) AND ($1 IS NULL OR plugged_in_utc_ms < $1)"
                + " AND ($2 IS NULL OR charge_point_id = $2) AND ($3 IS NULL OR id_tag = $3) ORDER BY session_id DESC LIMIT $4",
            5);
        return [.. list.Bind(filter.From).Bind(filter.Until).Bind(filter.ChargePointId).Bind(filter.IdTag?.Text).Bind((long)filter.Limit).All(SessionTable.Read)];
    }

    public static Session? Find(SqliteConnection connection, long id) =>
        All(connection, Sessions + " WHERE session_id = $0", SessionTable.Read, id).FirstOrDefault() is { } session ? Whole(connection, session) : null;

    public static PtuEnergy ReadPtu(Row row) => new(row.Time(), new WattHours(row.Long()));

    public static SignedValue ReadSigned(Row row) => new(row.Text(), row.TextOrNull(), row.Enum(SampleReason.Other));

    private static Session Whole(SqliteConnection connection, Session session) => session with
    {
        Ptus = [.. All(connection, Ptus, ReadPtu, session.Id)],
        Signed = [.. All(connection, Signed, ReadSigned, session.Id)],
    };

    private static List<T> All<T>(SqliteConnection connection, string sql, Func<Row, T> read, long? parameter = null)
    {
        using Statement ask = new(connection, sql, parameter is null ? 0 : 1);
        return (parameter is null ? ask : ask.Bind(parameter)).All(read);
    }
}

/// <summary>Which sessions to list. What is null does not filter.</summary>
/// <param name="From">Plugged in at or after.</param>
/// <param name="Until">Plugged in before.</param>
/// <param name="Limit">At most this many, the newest.</param>
public sealed record SessionFilter(
    DateTimeOffset? From = null, DateTimeOffset? Until = null, string? ChargePointId = null, IdTag? IdTag = null, int Limit = 50);
