using Stekker.Edge.Cloud.Link;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Upkeep;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>What of this machine does not fit the site's configuration, one sentence each: told at the start, and by check-config.</summary>
internal static class SelfCheck
{
    /// <summary>No machine that runs this has a right clock that shows an earlier year.</summary>
    private const int OldestYear = 2026;

    /// <param name="dataDirectory">Null where it is not known.</param>
    /// <param name="isLookedAfter">A <see cref="BoxCare"/> tells of room and certificates from the start on, as alerts: once is enough.</param>
    public static IEnumerable<string> Look(SiteConfiguration site, string? dataDirectory, DateTimeOffset utc, bool isLookedAfter = false) =>
    [
        .. dataDirectory is null ? [] : Directory(dataDirectory),
        .. dataDirectory is null || isLookedAfter ? [] : Room(dataDirectory),
        .. Clock(site, utc),
        .. isLookedAfter ? [] : CertificateFiles(site, utc),
        .. KeyFiles(site),
        .. site.Meters.Select(m => m.Line).OfType<MeterLine.Serial>().Select(l => l.Path).Distinct().Select(SerialPort).OfType<string>(),
        .. Libraries(site),
    ];

    private static IEnumerable<string> Directory(string path)
    {
        if (!System.IO.Directory.Exists(path))
        {
            yield break;
        }

        if (!Posix.MayReadAndWrite(path))
        {
            yield return $"the data directory {path} cannot be read and written by this user; it has to be its own ('chown stekker-edge {path}')";
        }

        foreach (string file in (string[])[DataDirectory.LedgerPath(path), Path.Combine(path, DataDirectory.LockName)])
        {
            if (File.Exists(file) && !Posix.MayReadAndWrite(file))
            {
                yield return $"{file} cannot be read and written by this user: somebody else made it, as root perhaps ('chown stekker-edge {file}')";
            }
        }
    }

    private static IEnumerable<string> Room(string path)
    {
        if (Disks.RoomOf(path) is { } room && room.IsShort(wasShort: false))
        {
            yield return room.InWords(path, Disks.LedgerBytes(path));
        }
    }

    private static IEnumerable<string> Clock(SiteConfiguration site, DateTimeOffset utc)
    {
        if (utc.Year < OldestYear)
        {
            yield return $"this machine's clock shows {utc.UtcDateTime:yyyy-MM-dd HH:mm}, which cannot be: cars charge, but nothing is planned by prices or dated for certain until a time server is reached (NTP)";
        }

        if (!Surroundings.ThisMachine.HasZoneData)
        {
            yield return $"this machine has no time zones, so {site.TimeZone} (timeZone) counts as UTC: install the package zoneinfo-europe (OpenWrt) or tzdata (Debian)";
        }
    }

    private static IEnumerable<string> CertificateFiles(SiteConfiguration site, DateTimeOffset utc) =>
        Certificates.Of(site).Select(named => Certificates.Look(named, utc)?.Text).OfType<string>();

    private static IEnumerable<string> KeyFiles(SiteConfiguration site)
    {
        foreach ((string key, string? path) in ((string, string?)[])[("ocpp.keyFile", site.Ocpp.KeyFile), ("cloud.keyFile", site.Cloud?.KeyFile)])
        {
            if (path is not null && WhyNotReadable(path) is { } why)
            {
                yield return $"the key {path} ({key}) cannot be read ({why}); it has to be there, and readable for the daemon's user";
            }
        }
    }

    private static string? WhyNotReadable(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static string? SerialPort(string path) =>
        !File.Exists(path) ? $"the serial port {path} (meters) is not there: is its adapter plugged in? 'ls /dev/tty*' shows which there are"
        : !Posix.MayReadAndWrite(path) ? $"the serial port {path} (meters) cannot be opened by this user: it has to be in the group that owns it (dialout, on most systems)"
        : null;

    private static IEnumerable<string> Libraries(SiteConfiguration site)
    {
        if (NativeSqlite.Trouble is { } sqlite)
        {
            yield return sqlite;
        }

        if (site.Cloud is not null && LibMosquitto.Trouble is { } mosquitto)
        {
            yield return $"{mosquitto}: the cloud cannot be reached without it";
        }
    }
}
