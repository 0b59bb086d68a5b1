using System.Buffers.Text;
using System.Text.Json;

namespace Stekker.Edge.Ocpp.Schema;

/// <summary>
/// Date and time as chargers write it: RFC 3339, tolerating a missing zone (taken as UTC, which OCPP 1.6 §3.14 recommends),
/// a space for the T, a zone without colon, and any number of decimals. Nothing looser: a date alone is no moment.
/// </summary>
internal static class Rfc3339
{
    private const int MaxBytes = 64;

    /// <summary>UTC with 'Z', and milliseconds only where there are any.</summary>
    internal const string WithMilliseconds = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    internal const string WholeSeconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    internal static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset value)
    {
        value = default;
        if (reader.ValueSpan.Length > MaxBytes)
        {
            return false;
        }
        if (!reader.ValueIsEscaped)
        {
            return TryParse(reader.ValueSpan, out value);
        }
        Span<byte> text = stackalloc byte[MaxBytes];
        return TryParse(text[..reader.CopyString(text)], out value);
    }

    internal static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length < 19
            || !TryDigits(text[..4], out var year) || text[4] != '-'
            || !TryDigits(text[5..7], out var month) || text[7] != '-'
            || !TryDigits(text[8..10], out var day) || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || !TryDigits(text[11..13], out var hour) || text[13] != ':'
            || !TryDigits(text[14..16], out var minute) || text[16] != ':'
            || !TryDigits(text[17..19], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }
        // A leap second has no place in DateTime; it becomes the last moment of its minute.
        var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59));
        if (!TryFraction(ref text, out var ticks) || !TryZone(text, out var offset))
        {
            return false;
        }
        var utcTicks = local.Ticks + ticks - offset.Ticks;
        if (utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks)
        {
            return false;
        }
        value = new DateTimeOffset(utcTicks, TimeSpan.Zero);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        text = text[19..];
        ticks = 0;
        if (text.Length == 0 || text[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }
        var end = 1;
        long unit = TimeSpan.TicksPerSecond;
        while (end < text.Length && text[end] is >= (byte)'0' and <= (byte)'9')
        {
            unit /= 10;
            ticks += unit * (text[end] - '0');
            end++;
        }
        text = text[end..];
        return end > 1;
    }

    private static bool TryZone(ReadOnlySpan<byte> zone, out TimeSpan offset)
    {
        offset = default;
        if (zone.Length == 0 || zone is [(byte)'Z'] or [(byte)'z'])
        {
            return true;
        }
        if (zone[0] is not ((byte)'+' or (byte)'-') || zone.Length is not (3 or 5 or 6) || !TryDigits(zone[1..3], out var hours))
        {
            return false;
        }
        var minutes = 0;
        if (zone.Length == 6 && zone[3] != ':' || zone.Length > 3 && !TryDigits(zone[^2..], out minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }
        offset = new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        return !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(digits, out value, out var used) && used == digits.Length;
    }
}
