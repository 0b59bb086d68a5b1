namespace Stekker.Edge.Modbus.Framing;

/// <summary>CRC-16 of RTU frames: polynomial 0xA001 reflected, start 0xFFFF, sent low byte first (Modbus over Serial Line V1.02, section 6.2.2).</summary>
public static class Crc16
{
    private static readonly ushort[] Table = MakeTable();

    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0xFFFF;
        foreach (byte b in bytes)
        {
            crc = (ushort)((crc >> 8) ^ Table[(crc ^ b) & 0xFF]);
        }

        return crc;
    }

    /// <summary>Whether the last two bytes are the checksum of those before.</summary>
    public static bool Holds(ReadOnlySpan<byte> frame) =>
        frame.Length > 2 && Of(frame[..^2]) is var crc && frame[^2] == (byte)crc && frame[^1] == (byte)(crc >> 8);

    public static void Append(Span<byte> frame, int length)
    {
        ushort crc = Of(frame[..length]);
        frame[length] = (byte)crc;
        frame[length + 1] = (byte)(crc >> 8);
    }

    private static ushort[] MakeTable()
    {
        ushort[] table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            ushort crc = (ushort)i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (ushort)((crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1);
            }

            table[i] = crc;
        }

        return table;
    }
}
