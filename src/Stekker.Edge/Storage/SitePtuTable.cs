using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Storage;

/// <summary>The site's quarters: one row each, written once, kept for a good year.</summary>
internal static class SitePtuTable
{
    public const string Sql = """
        CREATE TABLE site_ptu (
          start_utc_ms INTEGER PRIMARY KEY, import_wh INTEGER, export_wh INTEGER, solar_wh INTEGER, building_wh INTEGER,
          cars_wh INTEGER NOT NULL, measured_s INTEGER NOT NULL) STRICT;
        """;

    public const string Columns = "start_utc_ms, import_wh, export_wh, solar_wh, building_wh, cars_wh, measured_s";

    public const string Key = "start_utc_ms";

    /// <summary>Older ones go: $0 is the newest that may.</summary>
    public const string Trim = "DELETE FROM site_ptu WHERE start_utc_ms < $0";

    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public static Statement Bind(Statement put, SitePtu ptu) => put.Bind(ptu.Start)
        .Bind(ptu.Import?.Value).Bind(ptu.Export?.Value).Bind(ptu.Solar?.Value).Bind(ptu.Building?.Value)
        .Bind(ptu.Cars.Value).Bind((long)ptu.Measured.TotalSeconds);

    /// <summary>The last five weeks there are, in order.</summary>
    public static SiteHistory Read(SqliteConnection connection)
    {
        using Statement newest = new(connection, $"SELECT {Columns} FROM site_ptu ORDER BY start_utc_ms DESC LIMIT {SiteHistory.MostKept}", 0);
        List<SitePtu> ptus = newest.All(Read);
        ptus.Reverse();
        return new SiteHistory([.. ptus]);
    }

    private static SitePtu Read(Row row) => new(
        row.Time(), Wh(row.LongOrNull()), Wh(row.LongOrNull()), Wh(row.LongOrNull()), Wh(row.LongOrNull()), new WattHours(row.Long()), TimeSpan.FromSeconds(row.Int()));

    private static WattHours? Wh(long? value) => value is { } wh ? new WattHours(wh) : null;
}
