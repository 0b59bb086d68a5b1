namespace Stekker.Edge.Modbus.Framing;

/// <summary>The public function codes in use (Modbus Application Protocol V1.1b3, section 6).</summary>
public enum ModbusFunction : byte
{
    ReadCoils = 1,
    ReadDiscreteInputs = 2,
    ReadHoldingRegisters = 3,
    ReadInputRegisters = 4,
    WriteSingleCoil = 5,
    WriteSingleRegister = 6,
    WriteMultipleCoils = 15,
    WriteMultipleRegisters = 16,
}

/// <summary>What one request may carry (V1.1b3, sections 6.1 to 6.12).</summary>
public static class ModbusLimits
{
    public const int ReadRegisters = 125;

    public const int WriteRegisters = 123;

    public const int ReadBits = 2000;

    public const int WriteBits = 1968;

    /// <summary>A PDU on any line: 256 bytes of RTU less unit and CRC.</summary>
    public const int Pdu = 253;

    public const int RtuFrame = 256;

    public const int TcpFrame = 260;

    public const byte FirstUnit = 1;

    public const byte LastUnit = 247;

    /// <summary>An answer's function code with this bit set is an exception (section 7).</summary>
    public const byte ExceptionBit = 0x80;
}
