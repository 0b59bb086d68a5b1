using System.Globalization;

namespace Stekker.Edge.Cli.Showing;

/// <summary>The rim's names and numbers as a person reads them.</summary>
internal static class InWords
{
    /// <summary>The local time a moment carries, as a site's clock shows it.</summary>
    public static string Time(string? moment) =>
        DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at) ? at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>The end of something: midnight belongs to the day that it ends.</summary>
    public static string Until(string moment) =>
        DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture) is var at && at.TimeOfDay == TimeSpan.Zero
            ? at.AddDays(-1).ToString("yyyy-MM-dd '24:00'", CultureInfo.InvariantCulture)
            : Time(moment);

    public static string Energy(long energyWh) => string.Create(CultureInfo.InvariantCulture, $"{energyWh / 1000m:0.000} kWh");

    /// <summary>To the cent. The rounding is for eyes alone: sums are of what is exact.</summary>
    public static string Eur(decimal? eur) => eur is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.00}") : "-";

    /// <summary>2026-11-27 14:00-16:00.</summary>
    public static string Span(Control.SpanEntry span)
    {
        (string from, string until) = (Time(span.From), Time(span.Until));
        return from[..10] == until[..10] ? $"{from}-{until[11..]}" : $"{from} to {until}";
    }

    public static string Power(long? powerW) => powerW is { } power ? string.Create(CultureInfo.InvariantCulture, $"{power / 1000m:0.0} kW") : "";

    public static string Duration(long seconds) => TimeSpan.FromSeconds(seconds) switch
    {
        { TotalDays: >= 1 } d => $"{(int)d.TotalDays} d {d.Hours} h",
        { TotalHours: >= 1 } h => $"{h.Hours} h {h.Minutes} min",
        { TotalMinutes: >= 1 } m => $"{m.Minutes} min",
        _ => $"{seconds} s",
    };

    public static string State(string state) => state switch
    {
        "pluggedIn" => "plugged in",
        "charging" => "charging",
        "pausedByCar" => "car takes nothing",
        "pausedBySite" => "waiting for its turn",
        "finished" => "done, still plugged in",
        "ended" => "unplugged",
        _ => Spaced(state),
    };

    public static string Status(string status) => status switch
    {
        "available" => "free",
        "preparing" => "car plugged in",
        "suspendedByCar" => "car takes nothing",
        "suspendedByCharger" => "charger gives nothing",
        "finishing" => "done, still plugged in",
        "unavailable" => "out of use",
        "faulted" => "fault",
        "unknown" => "not heard yet",
        _ => Spaced(status),
    };

    /// <summary>Why a connector has what it has. Short: a column of a picture.</summary>
    public static string Why(Control.LimitEntry limit) => limit.Why switch
    {
        null => "",
        "full" => "all it may",
        "shares" => "shared",
        "waits" => limit.WaitsS is { } s ? $"waits {Duration(s)}" : "waits its turn",
        "planned" => "planned for later",
        "takesLess" => "takes less",
        "takesNothing" => "car takes nothing",
        "asleep" => "asleep: plug in again",
        "woken" => "being woken",
        "ignoresLimit" => "ignores its limit",
        "takesNoLimits" => "takes no limits",
        "offline" => "offline: kept free",
        "safeShare" => "safe share",
        _ => Spaced(limit.Why),
    };

    public static string Stop(string? reason) => reason switch
    {
        null => "",
        "local" => "at the charger",
        "remote" => "from afar",
        "carUnplugged" => "unplugged",
        "deauthorised" => "card no longer good",
        "powerLoss" => "power cut",
        "hardReset" or "softReset" or "reboot" => "charger restarted",
        "neverReported" => "never reported",
        _ => Spaced(reason),
    };

    public static string Standing(string? standing) => standing switch
    {
        null => "",
        "accepted" => "good",
        "otherSite" => "other site",
        "inUseElsewhere" => "in use elsewhere",
        _ => Spaced(standing),
    };

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    private static string Spaced(string camel) => string.Concat(camel.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
