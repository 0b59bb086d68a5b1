using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Storage;

/// <summary>A row, read column by column in the order of its select. What another program may have put there never stops a load.</summary>
internal sealed class Row(SqliteDataReader reader)
{
    private static readonly long EarliestMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private int next;

    public long? LongOrNull()
    {
        int at = next++;
        return reader.IsDBNull(at) ? null : reader.GetInt64(at);
    }

    public long Long() => LongOrNull() ?? 0;

    public int? IntOrNull() => LongOrNull() is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    public int Int() => IntOrNull() ?? 0;

    public double? DoubleOrNull()
    {
        int at = next++;
        return reader.IsDBNull(at) ? null : reader.GetDouble(at);
    }

    public bool? FlagOrNull() => LongOrNull() is { } number ? number != 0 : null;

    public bool Flag() => FlagOrNull() ?? false;

    public string? TextOrNull()
    {
        int at = next++;
        return reader.IsDBNull(at) ? null : reader.GetString(at);
    }

    public string Text() => TextOrNull() ?? "";

    /// <summary>Empty for null.</summary>
    public byte[] Bytes()
    {
        int at = next++;
        return reader.IsDBNull(at) ? [] : (byte[])reader.GetValue(at);
    }

    public T Enum<T>(T careful)
        where T : struct, Enum => EnumText<T>.Read(TextOrNull(), careful);

    public DateTimeOffset? TimeOrNull() =>
        LongOrNull() is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, EarliestMs, LatestMs)) : null;

    public DateTimeOffset Time() => TimeOrNull() ?? DateTimeOffset.UnixEpoch;

    /// <summary>Two columns: the time, and whether it was trusted.</summary>
    public Stamp? StampOrNull()
    {
        DateTimeOffset? utc = TimeOrNull();
        bool trusted = Flag();
        return utc is { } at ? new Stamp(at, trusted, null) : null;
    }

    public Stamp Stamp() => StampOrNull() ?? new Stamp(DateTimeOffset.UnixEpoch, false, null);
}
