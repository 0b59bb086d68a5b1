using System.Globalization;

namespace Stekker.Edge.Modbus.Serial;

public enum Parity
{
    None,
    Even,
    Odd,
}

/// <summary>Data bits, parity and stop bits, written "8N1".</summary>
public readonly record struct SerialFormat(int DataBits, Parity Parity, int StopBits)
{
    public static readonly SerialFormat EightNoneOne = new(8, Parity.None, 1);

    /// <summary>A start bit goes before each character.</summary>
    public int BitsPerCharacter => 1 + DataBits + (Parity == Parity.None ? 0 : 1) + StopBits;

    /// <summary>Null where the text is no such format.</summary>
    public static SerialFormat? Parse(string text)
    {
        string t = text.Trim().ToUpperInvariant();
        return t is [>= '5' and <= '8', 'N' or 'E' or 'O', '1' or '2'] ? new(t[0] - '0', ParityOf(t[1]), t[2] - '0') : null;
    }

    private static Parity ParityOf(char letter) => letter switch
    {
        'E' => Parity.Even,
        'O' => Parity.Odd,
        _ => Parity.None,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DataBits}{Parity.ToString()[0]}{StopBits}");
}

/// <param name="Path">The device file: /dev/rs485, /dev/ttyUSB0, /dev/usb_serial_1a2b3c4d.</param>
public sealed record SerialSettings(string Path, int Baud, SerialFormat Format)
{
    public const int SlowestBaud = 300;

    public const int FastestBaud = 230400;

    public const int DefaultBaud = 9600;

    public TimeSpan PerByte => TimeSpan.FromSeconds((double)Format.BitsPerCharacter / Baud);

    /// <summary>Null where it can be used, else what is wrong and what would be right.</summary>
    public string? Error => !Path.StartsWith('/') ? $"serial \"{Path}\" is no device path: write one such as /dev/rs485"
        : Baud is < SlowestBaud or > FastestBaud ? $"baud {Baud} is out of range: write {SlowestBaud} to {FastestBaud}, meters usually have 9600 or 19200"
        : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path} {Baud} {Format}");
}
