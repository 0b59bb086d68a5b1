using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Storage;

/// <summary>What comes from outside and is put whole: the weather forecast, the limit windows, and which versions of the cloud's documents stand.</summary>
internal sealed class CloudTables(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        ALTER TABLE card ADD COLUMN origin TEXT;
        CREATE TABLE weather (
          start_utc_ms INTEGER PRIMARY KEY, global_w_per_m2 REAL, cloud_fraction REAL, temperature_c REAL) STRICT;
        CREATE TABLE limit_window (
          ordinal INTEGER PRIMARY KEY, source TEXT NOT NULL, from_utc_ms INTEGER NOT NULL, until_utc_ms INTEGER NOT NULL, cap_w INTEGER NOT NULL) STRICT;
        CREATE TABLE cloud_document (
          name TEXT PRIMARY KEY, version INTEGER NOT NULL, applied_utc_ms INTEGER, snapshot_wanted INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    private const string DocumentColumns = "name, version, applied_utc_ms, snapshot_wanted";

    private readonly Statement clearWeather = new(connection, "DELETE FROM weather", 0);

    private readonly Statement putWeather = new(
        connection, "INSERT OR REPLACE INTO weather (start_utc_ms, global_w_per_m2, cloud_fraction, temperature_c) VALUES ($0, $1, $2, $3)", 4);

    private readonly Statement clearLimits = new(connection, "DELETE FROM limit_window", 0);

    private readonly Statement putLimit = new(
        connection, "INSERT INTO limit_window (ordinal, source, from_utc_ms, until_utc_ms, cap_w) VALUES ($0, $1, $2, $3, $4)", 5);

    private readonly Statement putDocument = Upsert.Into(connection, "cloud_document", DocumentColumns, "name");

    public void Write(Effect.SaveWeather weather)
    {
        clearWeather.Run();
        foreach (WeatherPoint point in weather.Points)
        {
            putWeather.Bind(point.Start).Bind(point.GlobalWPerM2).Bind(point.CloudFraction).Bind(point.TemperatureC).Run();
        }
    }

    public void Write(Effect.SaveLimits limits)
    {
        clearLimits.Run();
        long ordinal = 0;
        foreach (LimitWindow window in limits.Windows)
        {
            putLimit.Bind(++ordinal).Bind(window.Source).Bind(window.From).Bind(window.Until).Bind(window.Cap.Value).Run();
        }
    }

    public void Write(Effect.SaveCloudDocument saved)
    {
        CloudDocument document = saved.Document;
        putDocument.Bind(document.Name).Bind(document.Version).Bind(document.At).Bind(document.SnapshotWanted).Run();
    }

    public static WeatherForecast Weather(SqliteConnection connection)
    {
        using Statement ask = new(connection, "SELECT start_utc_ms, global_w_per_m2, cloud_fraction, temperature_c FROM weather ORDER BY start_utc_ms", 0);
        return new WeatherForecast([.. ask.All(row => new WeatherPoint(row.Time(), row.DoubleOrNull(), row.DoubleOrNull(), row.DoubleOrNull()))]);
    }

    public static ImmutableArray<LimitWindow> Limits(SqliteConnection connection)
    {
        using Statement ask = new(connection, "SELECT source, from_utc_ms, until_utc_ms, cap_w FROM limit_window ORDER BY ordinal", 0);
        return [.. ask.All(row => new LimitWindow(row.Text(), row.Time(), row.Time(), new Watts(row.Long())))];
    }

    public static ImmutableArray<CloudDocument> Documents(SqliteConnection connection)
    {
        using Statement ask = new(connection, $"SELECT {DocumentColumns} FROM cloud_document ORDER BY name", 0);
        return [.. ask.All(row => new CloudDocument(row.Text(), row.Long(), row.TimeOrNull(), row.Flag()))];
    }

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[clearWeather, putWeather, clearLimits, putLimit, putDocument])
        {
            statement.Dispose();
        }
    }
}
