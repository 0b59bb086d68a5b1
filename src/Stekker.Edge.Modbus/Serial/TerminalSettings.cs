using System.Runtime.InteropServices;

namespace Stekker.Edge.Modbus.Serial;

/// <summary>
/// The kernel's struct termios2, written by offset (asm-generic/termbits.h): four 32-bit flag words, a line discipline byte,
/// 19 control characters, then input and output speed as plain numbers (BOTHER), 44 bytes. Raw mode, any speed.
/// </summary>
internal static class TerminalSettings
{
    private const int Size = 44;
    private const int InputFlags = 0;
    private const int OutputFlags = 4;
    private const int ControlFlags = 8;
    private const int LocalFlags = 12;
    private const int FirstControlCharacter = 17;
    private const int ReadTimeout = FirstControlCharacter + 5;
    private const int ReadMinimum = FirstControlCharacter + 6;
    private const int InputSpeed = 36;
    private const int OutputSpeed = 40;

    private const uint TwoStopBits = 0x40;
    private const uint ReceiverOn = 0x80;
    private const uint ParityOn = 0x100;
    private const uint ParityOdd = 0x200;
    private const uint IgnoreModemLines = 0x800;
    private const uint SpeedIsNumber = 0x1000;
    private const uint CheckParity = 0x10;

    /// <summary>A damaged character is dropped, not delivered as a zero: the checksum then fails, as it should.</summary>
    private const uint IgnoreParityErrors = 0x4;

    /// <summary>0, or the errno of what the port refused.</summary>
    public static int Apply(int descriptor, int baud, SerialFormat format)
    {
        // Room to spare: a kernel that knew a longer structure would have another request number.
        Span<byte> termios = stackalloc byte[2 * Size];
        termios.Clear();
        ref byte first = ref MemoryMarshal.GetReference(termios);
        if (Libc.Control(descriptor, Libc.GetTermios2, ref first) < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        bool parity = format.Parity != Parity.None;
        Put(termios, InputFlags, parity ? CheckParity | IgnoreParityErrors : 0);
        Put(termios, OutputFlags, 0);
        Put(termios, LocalFlags, 0);
        Put(
            termios,
            ControlFlags,
            SpeedIsNumber | ReceiverOn | IgnoreModemLines | ((uint)(format.DataBits - 5) << 4)
            | (format.StopBits == 2 ? TwoStopBits : 0)
            | (parity ? ParityOn : 0)
            | (format.Parity == Parity.Odd ? ParityOdd : 0));
        termios[ReadTimeout] = 0;
        termios[ReadMinimum] = 1;
        Put(termios, InputSpeed, (uint)baud);
        Put(termios, OutputSpeed, (uint)baud);
        return Libc.Control(descriptor, Libc.SetTermios2, ref first) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>What the port took: speed, and whether it checks parity. For tests.</summary>
    public static (int Baud, uint Control)? Read(int descriptor)
    {
        Span<byte> termios = stackalloc byte[2 * Size];
        return Libc.Control(descriptor, Libc.GetTermios2, ref MemoryMarshal.GetReference(termios)) < 0
            ? null
            : (MemoryMarshal.Read<int>(termios[OutputSpeed..]), MemoryMarshal.Read<uint>(termios[ControlFlags..]));
    }

    private static void Put(Span<byte> termios, int offset, uint value) => MemoryMarshal.Write(termios[offset..], value);
}
