using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Configuration;

internal static class MeterReader
{
    private const int DefaultBaud = 9600;
    private static readonly string[] Ways = ["tcp", "rtuOverTcp", "serial"];
    private static readonly int[] Bauds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    public static ImmutableArray<MeterSettings> Read(List<ObjectReader> items, Surroundings surroundings)
    {
        List<MeterSettings> read = [];
        foreach (ObjectReader from in items)
        {
            from.Require("role", "what it measures, as \"grid\"");
            from.Require("device", "its name in the device catalogue, as \"sdm630\"");
            MeterRole? role = from.Choice(
                "role",
                ("grid", MeterRole.Grid),
                ("solar", MeterRole.Solar),
                ("building", MeterRole.Building),
                ("battery", MeterRole.Battery),
                ("chargePoint", MeterRole.ChargePoint));
            string device = from.Text("device", d => Device(d, surroundings.MeterDevices)) ?? "";
            MeterLine line = Line(from);
            int unitId = from.Whole("unitId", 0, 255) ?? 1;
            TimeSpan interval = from.Whole("intervalMs", 100, 3_600_000, " milliseconds") is { } ms ? TimeSpan.FromMilliseconds(ms) : DefaultInterval;
            if (role == MeterRole.Grid && read.Any(m => m.Role == MeterRole.Grid))
            {
                from.Error("role", "is taken by a meter above; a site has one grid connection");
            }

            read.Add(new MeterSettings(role ?? MeterRole.Building, device, line, unitId, interval));
            from.Finish();
        }

        return [.. read];
    }

    private static string? Device(string name, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0)
        {
            return ConfigurationTexts.IsName(name, 64) ? null : "must be a name of the device catalogue, as \"sdm630\"";
        }

        if (known.Contains(name))
        {
            return null;
        }

        return name.Length <= 64 && DidYouMean.Nearest(name, known) is { } nearest
            ? $"is not in the device catalogue; did you mean \"{nearest}\"?"
            : "is not in the device catalogue; 'stekker-edge meter list-devices' shows what is";
    }

    private static MeterLine Line(ObjectReader from)
    {
        string? tcp = from.Text("tcp", ConfigurationTexts.HostAndPort);
        string? rtuOverTcp = from.Text("rtuOverTcp", ConfigurationTexts.HostAndPort);
        string? serial = from.Text("serial", ConfigurationTexts.SerialDevice);
        int? baud = from.Whole("baud", 1, int.MaxValue);
        string? format = from.Text("format", Format);
        if (baud is { } asked && !Bauds.Contains(asked))
        {
            from.Error("baud", $"must be one of {string.Join(", ", Bauds)}");
        }

        int ways = Ways.Count(from.Has);
        if (ways == 0)
        {
            from.Require("tcp", "how the device is reached; one of \"tcp\": \"HOST:PORT\", \"rtuOverTcp\": \"HOST:PORT\", \"serial\": \"/dev/…\"");
        }
        else if (ways > 1)
        {
            from.Error(from.Has("tcp") ? "tcp" : "rtuOverTcp", "is one way too many; a device is reached by one of tcp, rtuOverTcp and serial");
        }

        foreach (string ofSerial in (ReadOnlySpan<string>)["baud", "format"])
        {
            if (from.Has(ofSerial) && !from.Has("serial"))
            {
                from.Error(ofSerial, "is of a serial line only; this device is not on one (no serial)");
            }
        }

        return (tcp, rtuOverTcp) switch
        {
            ({ } peer, _) => new MeterLine.Tcp(Host(peer), Port(peer)),
            (_, { } peer) => new MeterLine.RtuOverTcp(Host(peer), Port(peer)),
            _ => Serial(serial ?? "", baud ?? DefaultBaud, format ?? "8N1"),
        };
    }

    private static string? Format(string text) =>
        text is ['7' or '8', 'N' or 'E' or 'O', '1' or '2'] ? null : "must be data bits, parity (N, E, O) and stop bits, as \"8N1\"";

    private static MeterLine.Serial Serial(string path, int baud, string format)
    {
        SerialParity parity = format[1] switch { 'E' => SerialParity.Even, 'O' => SerialParity.Odd, _ => SerialParity.None };
        return new MeterLine.Serial(path, baud, format[0] - '0', parity, format[2] - '0');
    }

    private static string Host(string peer) => ConfigurationTexts.Split(peer).Host.Trim('[', ']');

    private static int Port(string peer) => ConfigurationTexts.Split(peer).Port ?? 0;
}
