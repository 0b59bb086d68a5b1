using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Cli.Meters;

/// <summary>How a meter is reached, as it is typed.</summary>
internal static class LineOptions
{
    public const string Tcp = "--tcp";
    public const string RtuOverTcp = "--rtu-over-tcp";
    public const string Serial = "--serial";
    public const string Timeout = "--timeout-ms";
    public const string Baud = "--baud";
    public const string Format = "--format";
    private const int LongestTimeoutMs = 60_000;

    public static ImmutableArray<Option> All =>
    [
        new(Tcp, "HOST:PORT", "a device or gateway on Modbus TCP (port 502 where none is said)"),
        new(RtuOverTcp, "HOST:PORT", "a serial-to-Ethernet converter that passes RTU frames"),
        new(Serial, "PATH", "a serial port, as /dev/rs485"),
        new(Baud, "N", "its speed (else the device's factory setting; meters usually have 9600)"),
        new(Format, "FORMAT", "its data bits, parity (N, E, O) and stop bits, as 8N1 (else the device's factory setting)"),
        new(Timeout, "N", "how long an answer may take, in milliseconds"),
    ];

    /// <summary>The line as typed; what was left out is the device's factory setting.</summary>
    public static MeterAddress Address(this Invocation call, DeviceDescription? device = null)
    {
        int ways = (call.Has(Tcp) ? 1 : 0) + (call.Has(RtuOverTcp) ? 1 : 0) + (call.Has(Serial) ? 1 : 0);
        if (ways != 1)
        {
            throw new UsageException($"{call.Command.Words} needs {(ways == 0 ? "a line" : "one line only")}: {Tcp} HOST:PORT, {RtuOverTcp} HOST:PORT or {Serial} PATH");
        }

        if (call.Text(Serial) is { } path)
        {
            SerialSettings settings = new(
                path,
                call.Whole(Baud, SerialSettings.SlowestBaud, SerialSettings.FastestBaud) ?? device?.Serial?.Baud ?? SerialSettings.DefaultBaud,
                SaidFormat(call) ?? device?.Serial?.Format ?? SerialFormat.EightNoneOne);
            return settings.Error is { } wrong ? throw new UsageException(wrong) : new MeterAddress.SerialLine(settings);
        }

        if (call.Has(Baud) || call.Has(Format))
        {
            throw new UsageException($"{(call.Has(Baud) ? Baud : Format)} is of a serial line; this one is none (no {Serial})");
        }

        return call.Text(Tcp) is { } tcp
            ? new MeterAddress.Tcp(Peer(Tcp, tcp, device).Host, Peer(Tcp, tcp, device).Port)
            : new MeterAddress.RtuOverTcp(Peer(RtuOverTcp, call.Text(RtuOverTcp)!, null).Host, Peer(RtuOverTcp, call.Text(RtuOverTcp)!, null).Port);
    }

    /// <summary>Speed and format are known; a scan then need not try them all.</summary>
    public static bool SaysSpeed(this Invocation call) => call.Has(Baud) || call.Has(Format);

    public static TimeSpan? Patience(this Invocation call) => call.Whole(Timeout, 10, LongestTimeoutMs) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static SerialFormat? SaidFormat(Invocation call) =>
        call.Text(Format) is not { } said ? null
        : SerialFormat.Parse(said) ?? throw new UsageException($"{Format} '{said}': it is data bits, parity (N, E, O) and stop bits, as 8N1 or 8E1");

    private static (string Host, int Port) Peer(string option, string text, DeviceDescription? device)
    {
        (string Host, int Port) peer = MeterAddress.ParseHost(text, out string? error) ?? throw new UsageException($"{option}: {error}");
        bool saysPort = text.TrimEnd().EndsWith($":{peer.Port}", StringComparison.Ordinal);
        return saysPort || device is null ? peer : (peer.Host, device.TcpPort);
    }
}
