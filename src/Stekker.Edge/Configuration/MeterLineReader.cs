using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Configuration;

/// <summary>How a meter is reached. A line is shared by many, so what one says of it must hold for all.</summary>
internal static class MeterLineReader
{
    private static readonly string[] Ways = ["tcp", "rtuOverTcp", "serial"];
    private static readonly int[] Bauds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];

    public static MeterLine Read(ObjectReader from, DeviceDescription? device)
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

        (int Baud, SerialFormat Format) factory = device?.Serial ?? (SerialSettings.DefaultBaud, SerialFormat.EightNoneOne);
        return (tcp, rtuOverTcp) switch
        {
            ({ } peer, _) => new MeterLine.Tcp(Host(peer), Port(peer)),
            (_, { } peer) => new MeterLine.RtuOverTcp(Host(peer), Port(peer)),
            _ => Serial(serial ?? "", baud ?? factory.Baud, (format is null ? null : SerialFormat.Parse(format)) ?? factory.Format),
        };
    }

    /// <summary>Several devices on one wire run at one speed, and a unit is one device.</summary>
    public static void Share(ObjectReader from, MeterSettings meter, List<MeterSettings> above)
    {
        MeterSettings? other = above.Find(m => m.Line is MeterLine.Serial a && meter.Line is MeterLine.Serial b && a.Path == b.Path && a != b);
        if (other is { Line: MeterLine.Serial theirs } && meter.Line is MeterLine.Serial { Path.Length: > 0 } ours)
        {
            from.Error(
                from.Has("baud") ? "baud" : from.Has("format") ? "format" : "serial",
                $"is read at {Speed(ours)} here and at {Speed(theirs)} for {other.Id}; one line has one speed: set the devices alike, and say baud and format for each");
        }

        if (above.Find(m => m.Line == meter.Line && m.UnitId == meter.UnitId && m.Role == meter.Role && m.Device == meter.Device && m.Device != DeviceCatalogue.Custom) is { } same)
        {
            from.Warn(from.Has("unitId") ? "unitId" : "device", $"makes this the same device as {same.Id}; it is counted twice");
        }
    }

    private static string Speed(MeterLine.Serial line) => $"{line.Baud} {line.DataBits}{line.Parity.ToString()[0]}{line.StopBits}";

    private static string? Format(string text) =>
        text is ['7' or '8', 'N' or 'E' or 'O', '1' or '2'] ? null : "must be data bits, parity (N, E, O) and stop bits, as \"8N1\"";

    private static MeterLine.Serial Serial(string path, int baud, SerialFormat format)
    {
        SerialParity parity = format.Parity switch { Parity.Even => SerialParity.Even, Parity.Odd => SerialParity.Odd, _ => SerialParity.None };
        return new MeterLine.Serial(path, baud, format.DataBits, parity, format.StopBits);
    }

    private static string Host(string peer) => ConfigurationTexts.Split(peer).Host.Trim('[', ']');

    private static int Port(string peer) => ConfigurationTexts.Split(peer).Port ?? 0;
}
