using Microsoft.Data.Sqlite;

namespace Stekker.Edge.Storage;

/// <summary>One SQL statement, prepared at its first use and used again from then on. Parameters are $0, $1 … in the order they are bound.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;
    private readonly int parameters;
    private int bound;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        this.parameters = parameters;
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter("$" + i, DBNull.Value));
        }
    }

    public Statement Bind(long? value) => Put(value is { } number ? number : DBNull.Value);

    public Statement Bind(double? value) => Put(value is { } number ? number : DBNull.Value);

    public Statement Bind(bool? value) => Put(value is { } flag ? (flag ? 1L : 0L) : DBNull.Value);

    public Statement Bind(string? value) => Put(value is null ? DBNull.Value : value);

    public Statement Bind(byte[]? value) => Put(value is null ? DBNull.Value : value);

    public Statement Bind<T>(T? value)
        where T : struct, Enum => Bind(value is { } known ? EnumText<T>.Of(known) : null);

    public Statement Bind(DateTimeOffset? value) => Bind(value?.ToUnixTimeMilliseconds());

    /// <summary>Executes and forgets what was bound. Returns the rows it changed.</summary>
    public int Run()
    {
        Ready();
        return command.ExecuteNonQuery();
    }

    public SqliteDataReader Query()
    {
        Ready();
        return command.ExecuteReader();
    }

    /// <summary>Every row, read by <paramref name="read"/>.</summary>
    public List<T> All<T>(Func<Row, T> read)
    {
        List<T> rows = [];
        using SqliteDataReader reader = Query();
        while (reader.Read())
        {
            rows.Add(read(new Row(reader)));
        }

        return rows;
    }

    public void Dispose() => command.Dispose();

    private Statement Put(object value)
    {
        command.Parameters[bound++].Value = value;
        return this;
    }

    private void Ready()
    {
        Core.Site.Invariant.Holds(bound == parameters, $"every parameter of a statement is bound ({bound} of {parameters}): {command.CommandText}");
        bound = 0;
        command.Prepare();
    }
}
