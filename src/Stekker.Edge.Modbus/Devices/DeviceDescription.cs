using System.Collections.Immutable;
using Stekker.Edge.Modbus.Serial;

namespace Stekker.Edge.Modbus.Devices;

/// <summary>What is measured, and with it which way is positive.</summary>
public enum DeviceKind
{
    /// <summary>Import positive.</summary>
    Meter,

    /// <summary>Production positive.</summary>
    Inverter,

    /// <summary>Charging positive.</summary>
    Battery,
}

/// <summary>A device of the catalogue: data, no code of its own.</summary>
public sealed record DeviceDescription
{
    /// <summary>As in the site's configuration: "sdm630".</summary>
    public required string Id { get; init; }

    /// <summary>As on the device's front.</summary>
    public required string Name { get; init; }

    public DeviceKind Kind { get; init; } = DeviceKind.Meter;

    public int Phases { get; init; } = 3;

    public required ImmutableArray<Register> Registers { get; init; }

    /// <summary>The most registers one read may span.</summary>
    public int MostPerRead { get; init; } = Framing.ModbusLimits.ReadRegisters;

    /// <summary>Registers in between that nobody asked for may be read along up to this many; 0 where the device refuses gaps.</summary>
    public int MostGap { get; init; }

    /// <summary>Factory settings of the serial side; null where the maker does not say.</summary>
    public (int Baud, SerialFormat Format)? Serial { get; init; }

    public byte UnitId { get; init; } = 1;

    public int TcpPort { get; init; } = Links.MeterAddress.DefaultTcpPort;

    /// <summary>Slow devices get longer than the line's own patience.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>After connecting, before the first question.</summary>
    public TimeSpan AfterConnect { get; init; }

    /// <summary>False: power has no sign. What it shows is an estimate unless the direction is told.</summary>
    public bool HasDirection { get; init; } = true;

    /// <summary>How the device says what it is.</summary>
    public Identity? Identity { get; init; }

    /// <summary>Not registers but a chain of models to walk first.</summary>
    public SunSpec.SunSpecView? SunSpec { get; init; }

    /// <summary>Shown to the installer.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The device's notes and those of its uncertain registers.</summary>
    public IEnumerable<string> AllNotes => Notes.Concat(Registers.Select(static r => r.Note).OfType<string>()).Distinct();

    public IEnumerable<Quantity> Quantities => Registers.Select(static r => r.Quantity).Distinct();
}

/// <summary>Registers whose words tell the device's type.</summary>
/// <param name="Words">Any of these first words; empty where <paramref name="Text"/> decides.</param>
/// <param name="Text">What the registers read as text must contain.</param>
public sealed record Identity(RegisterTable Table, ushort Address, int Count, ImmutableArray<ushort> Words, string? Text = null)
{
    public bool Holds(ReadOnlySpan<ushort> words)
    {
        if (Text is { } text)
        {
            return RegisterText.Of(words).Contains(text, StringComparison.OrdinalIgnoreCase);
        }

        return words.Length > 0 && Words.Contains(words[0]);
    }
}

public static class RegisterText
{
    /// <summary>Two characters a register, the first in the high byte; trailing blanks and zeros dropped, the unprintable shown as dots.</summary>
    public static string Of(ReadOnlySpan<ushort> words)
    {
        Span<char> text = stackalloc char[words.Length * 2];
        for (int i = 0; i < words.Length; i++)
        {
            text[2 * i] = (char)(words[i] >> 8);
            text[(2 * i) + 1] = (char)(words[i] & 0xFF);
        }

        int end = text.IndexOf('\0');
        text = (end < 0 ? text : text[..end]).TrimEnd(' ');
        foreach (ref char c in text)
        {
            c = char.IsAscii(c) && !char.IsControl(c) ? c : '.';
        }

        return new string(text);
    }

    public static void Put(string text, Span<ushort> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (ushort)((At(text, 2 * i) << 8) | At(text, (2 * i) + 1));
        }
    }

    private static int At(string text, int index) => index < text.Length ? text[index] & 0xFF : 0;
}
