using Microsoft.Data.Sqlite;

namespace Stekker.Edge.Storage;

/// <summary>The statement that puts a row by its key: new, or in the place of the old one.</summary>
internal static class Upsert
{
    /// <param name="columns">Comma-separated; the statement's parameters are in this order.</param>
    /// <param name="key">The unique column, or columns, of them.</param>
    public static Statement Into(SqliteConnection connection, string table, string columns, string key)
    {
        string[] names = columns.Split(", ");
        string[] keys = key.Split(", ");
        string values = string.Join(", ", names.Select((_, i) => $"${i}"));
        string changes = string.Join(", ", names.Where(n => !keys.Contains(n)).Select(n => $"{n} = excluded.{n}"));
        return new Statement(
            connection,
            $"INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT ({key}) DO UPDATE SET {changes}",
            names.Length);
    }
}
