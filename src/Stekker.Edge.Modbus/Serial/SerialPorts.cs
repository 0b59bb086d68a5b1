namespace Stekker.Edge.Modbus.Serial;

/// <summary>The serial ports of this machine, the names made for people first (RutOS links, udev's by-id).</summary>
public static class SerialPorts
{
    private static readonly string[] Patterns = ["rs485*", "rs232*", "mbus*", "usb_serial_*", "ttyUSB*", "ttyACM*", "ttyAMA*"];

    public static IEnumerable<string> Present() => Patterns.SelectMany(static p => Within("/dev", p)).Concat(Within("/dev/serial/by-id", "*")).Distinct();

    private static IEnumerable<string> Within(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, pattern).Order(StringComparer.Ordinal) : [];
}
