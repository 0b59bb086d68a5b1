using System.Globalization;
using System.Net;
using Stekker.Edge.CentralSystem;
using Stekker.Edge.CentralSystem.Gate;

namespace Stekker.Edge.Configuration;

/// <summary>What texts may look like. Each returns null for a good one, else what would be right.</summary>
internal static class ConfigurationTexts
{
    private const int MaxPort = 65535;

    public static string? NotEmpty(string text) =>
        text.Trim().Length > 0 && !text.Any(char.IsControl) ? null : "must not be empty, nor hold control characters";

    /// <summary>It is part of MQTT topics and file names.</summary>
    public static string? SiteId(string text) => IsName(text, 64) ? null : "must be 1 to 64 letters, digits, dots, hyphens or underscores";

    /// <summary>Of a group, an array: for people, and to refer to.</summary>
    public static string? Id(string text) => text.Length is >= 1 and <= 64 && text.Trim() == text && !text.Any(char.IsControl) ? null : "must be a name of 1 to 64 characters";

    public static string? ChargePoint(string text) =>
        text.Trim() != text ? "must not begin or end with a blank"
        : ChargePointId.WhyNot(text) is { } why ? $"must be the id the charger connects with, 1 to {ChargePointId.MaxLength} printable characters: {why}"
        : null;

    public static string? ChargePointPassword(string text) =>
        PasswordHash.IsMeant(text) && PasswordHash.Parse(text) is null ? PasswordHash.WhatItLooksLike : Password(text);

    public static string? Password(string text) =>
        text.Length is >= 1 and <= 255 && !text.Any(char.IsControl) ? null : "must be 1 to 255 characters, none of them control characters";

    /// <summary>An address to listen on: 0.0.0.0:8887, [::]:8887. Port 0 takes a free one.</summary>
    public static string? Listen(string text)
    {
        (string host, int? port) = Split(text);
        bool good = port is >= 0 && IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address)
            && (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? host.Count(c => c == '.') == 3 && !host.StartsWith('[') : IsBracketed(host));
        return good ? null : "must be an address and a port to listen on, as \"0.0.0.0:8887\"";
    }

    /// <summary>A peer to connect to: 192.168.1.50:502, meter.lan:502.</summary>
    public static string? HostAndPort(string text)
    {
        (string host, int? port) = Split(text);
        bool good = port is >= 1 && Uri.CheckHostName(host.Trim('[', ']')) switch
        {
            UriHostNameType.IPv6 => IsBracketed(host),
            UriHostNameType.Unknown => false,
            _ => !host.StartsWith('['),
        };
        return good ? null : "must be a host and a port, as \"192.168.1.50:502\"";
    }

    /// <summary>Host without brackets, and port where it is a number up to 65535.</summary>
    public static (string Host, int? Port) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isPort = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= MaxPort;
        return colon < 1 ? (text, null) : (text[..colon], isPort ? port : null);
    }

    public static string? Broker(string text)
    {
        bool good = Uri.TryCreate(text, UriKind.Absolute, out Uri? broker) && broker.Scheme is "mqtt" or "mqtts"
            && broker is { Host.Length: > 0, UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0, Port: -1 or > 0 } && broker.AbsolutePath is "" or "/";
        return good ? null : "must be mqtts://HOST:PORT, or mqtt://HOST:PORT without TLS; user and password have keys of their own";
    }

    public static string? TimeOfDay(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "must be a time of day from \"00:00\" to \"23:59\"";

    public static string? Path(string text) =>
        text.Length is > 0 and < 4096 && !text.Any(char.IsControl) ? null : "must be the path of a file";

    public static string? SerialDevice(string text) =>
        text.StartsWith("/dev/", StringComparison.Ordinal) && text.Length is > 5 and < 256 && !text.Any(char.IsControl) && !text.Split('/').Contains("..") ? null : "must be a serial device, as \"/dev/rs485\"";

    public static bool IsName(string text, int most) =>
        text.Length >= 1 && text.Length <= most && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsBracketed(string host) => host.StartsWith('[') && host.EndsWith(']');
}
