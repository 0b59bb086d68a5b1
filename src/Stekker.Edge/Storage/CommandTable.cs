using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Reporting;

namespace Stekker.Edge.Storage;

/// <summary>Commands of the cloud that were begun.</summary>
internal static class CommandTable
{
    public const string Columns = "command_id, ended, at_utc_ms";

    public const string Key = "command_id";

    public const string Trim =
        "DELETE FROM cloud_command WHERE at_utc_ms < (SELECT at_utc_ms FROM cloud_command ORDER BY at_utc_ms DESC LIMIT 1 OFFSET $0)";

    public static Statement Bind(Statement put, CloudCommand c) => put.Bind(c.Id).Bind(c.IsEnded).Bind(c.At);

    public static ImmutableArray<CloudCommand> Read(SqliteConnection connection)
    {
        using Statement ask = new(connection, $"SELECT {Columns} FROM cloud_command ORDER BY at_utc_ms DESC LIMIT $0", 1);
        return [.. ask.Bind((long)CloudCommand.MostKept).All(row => new CloudCommand(row.Text(), row.Flag(), row.Time()))];
    }
}
