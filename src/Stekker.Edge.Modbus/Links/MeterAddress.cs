using System.Globalization;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Links;

/// <summary>Where a line is, as the configuration names it. Meters with an equal address share one bus.</summary>
public abstract record MeterAddress
{
    public const int DefaultTcpPort = 502;

    private MeterAddress()
    {
    }

    public sealed record Tcp(string Host, int Port) : MeterAddress;

    public sealed record RtuOverTcp(string Host, int Port) : MeterAddress;

    public sealed record SerialLine(SerialSettings Settings) : MeterAddress;

    /// <summary>"192.168.1.50:502", "meter.lan", "[fe80::1]:502". Null with the reason where it is none of these.</summary>
    public static (string Host, int Port)? ParseHost(string text, out string? error)
    {
        text = text.Trim();
        string host = text;
        string? port = null;
        int colon = text.LastIndexOf(':');
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            host = text[1..end];
            port = end + 1 < text.Length ? text[(end + 1)..].TrimStart(':') : null;
        }
        else if (colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) == colon)
        {
            host = text[..colon];
            port = text[(colon + 1)..];
        }

        int number = DefaultTcpPort;
        bool portHolds = port is null || (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 65535);
        bool hostHolds = host.Length > 0 && Uri.CheckHostName(host) != UriHostNameType.Unknown;
        error = !hostHolds ? $"\"{text}\" names no host: write HOST:PORT, such as 192.168.1.50:502"
            : !portHolds ? $"\"{port}\" is no port: write a number from 1 to 65535, such as {host}:502"
            : null;
        return error is null ? (host, number) : null;
    }

    /// <summary>The bus on this address.</summary>
    public ModbusBus Open(TimeProvider time, TimeSpan? afterConnect = null) => new(Line(time, afterConnect ?? TimeSpan.Zero), time);

    internal ModbusLine Line(TimeProvider time, TimeSpan afterConnect) => this switch
    {
        Tcp t => new ModbusLine(new TcpChannel(t.Host, t.Port), new MbapFraming(), LineTiming.Tcp with { AfterConnect = afterConnect }, time),
        RtuOverTcp t => new ModbusLine(new TcpChannel(t.Host, t.Port), new RtuFraming(), LineTiming.RtuOverTcp with { AfterConnect = afterConnect }, time),
        SerialLine s => new ModbusLine(new SerialChannel(s.Settings), new RtuFraming(), LineTiming.Serial(s.Settings), time),
        _ => throw new InvalidOperationException(),
    };

    public sealed override string ToString() => this switch
    {
        Tcp t => $"{t.Host}:{t.Port}",
        RtuOverTcp t => $"{t.Host}:{t.Port} (RTU over TCP)",
        SerialLine s => s.Settings.ToString(),
        _ => "",
    };
}
