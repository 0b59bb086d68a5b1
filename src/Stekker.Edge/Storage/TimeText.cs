using System.Globalization;

namespace Stekker.Edge.Storage;

/// <summary>A moment exactly as a peer named it: by it a repeated frame is told from a new one, so not even its last decimal may be lost.</summary>
internal static class TimeText
{
    private const string Format = "O";

    public static string Of(DateTimeOffset at) => at.ToString(Format, CultureInfo.InvariantCulture);

    public static DateTimeOffset? Read(string? text) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at) ? at : null;
}
