using System.Globalization;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Upkeep;

/// <summary>How long a certificate is still good, weeks before somebody stands at a charger that no longer connects.</summary>
public static class CertificateTerm
{
    public static readonly TimeSpan Warning = TimeSpan.FromDays(30);

    public static readonly TimeSpan Alarm = TimeSpan.FromDays(7);

    /// <param name="key">Of the configuration: "ocpp.certificateFile".</param>
    /// <param name="stops">What no longer works without it: "chargers no longer connect by wss".</param>
    /// <returns>Null while nobody need do anything.</returns>
    public static (TellLevel Level, string Text)? Judge(string key, string path, string stops, DateTimeOffset notAfter, DateTimeOffset utc)
    {
        TimeSpan left = notAfter - utc;
        string day = notAfter.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return left > Warning ? null
            : left <= TimeSpan.Zero ? (TellLevel.Alarm, $"the certificate {path} ({key}) was good until {day}: {stops}. Put a new one in its place and restart.")
            : (left <= Alarm ? TellLevel.Alarm : TellLevel.Warning,
                $"the certificate {path} ({key}) is good until {day}, {Days(left)} more: from then on {stops}. Put a new one in its place and restart.");
    }

    private static string Days(TimeSpan left) => left < TimeSpan.FromDays(1) ? "less than a day" : left < TimeSpan.FromDays(2) ? "1 day" : $"{(int)left.TotalDays} days";
}
