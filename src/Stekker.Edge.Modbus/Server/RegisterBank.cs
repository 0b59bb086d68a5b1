using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Server;

/// <summary>The registers and coils of one simulated unit. An address nobody put anything at does not exist: exception 2.</summary>
public sealed class RegisterBank
{
    private readonly Lock gate = new();
    private readonly Dictionary<ushort, ushort> holding = [];
    private readonly Dictionary<ushort, ushort> input = [];
    private readonly Dictionary<ushort, bool> coils = [];
    private readonly Dictionary<ushort, bool> discrete = [];

    /// <summary>Reads that span more are refused (exception 3), as some meters do.</summary>
    public int MostPerRead { get; init; } = ModbusLimits.ReadRegisters;

    /// <summary>Addresses in between that exist but hold nothing; false: a read over a gap is refused.</summary>
    public bool GapsReadZero { get; init; } = true;

    public void Put(RegisterTable table, int address, params ReadOnlySpan<ushort> words)
    {
        lock (gate)
        {
            for (int i = 0; i < words.Length; i++)
            {
                Table(table)[(ushort)(address + i)] = words[i];
            }
        }
    }

    public ushort? Get(RegisterTable table, int address)
    {
        lock (gate)
        {
            return Table(table).TryGetValue((ushort)address, out ushort word) ? word : null;
        }
    }

    public void PutCoil(int address, bool value)
    {
        lock (gate)
        {
            coils[(ushort)address] = value;
        }
    }

    public void PutDiscrete(int address, bool value)
    {
        lock (gate)
        {
            discrete[(ushort)address] = value;
        }
    }

    public bool? Coil(int address)
    {
        lock (gate)
        {
            return coils.TryGetValue((ushort)address, out bool value) ? value : null;
        }
    }

    public ModbusReply Answer(ModbusRequest request)
    {
        lock (gate)
        {
            return request.Function switch
            {
                ModbusFunction.ReadHoldingRegisters => ReadWords(holding, request),
                ModbusFunction.ReadInputRegisters => ReadWords(input, request),
                ModbusFunction.ReadCoils => ReadBits(coils, request),
                ModbusFunction.ReadDiscreteInputs => ReadBits(discrete, request),
                ModbusFunction.WriteSingleCoil or ModbusFunction.WriteMultipleCoils => Write(coils, request.Address, request.Bits),
                _ => Write(holding, request.Address, request.Registers),
            };
        }
    }

    private Dictionary<ushort, ushort> Table(RegisterTable table) => table == RegisterTable.Input ? input : holding;

    private ModbusReply ReadWords(Dictionary<ushort, ushort> table, ModbusRequest request)
    {
        if (request.Count > MostPerRead)
        {
            return new ModbusReply.Refused(ExceptionCode.IllegalDataValue);
        }

        ushort[] words = new ushort[request.Count];
        for (int i = 0; i < words.Length; i++)
        {
            // The ends of what is asked must exist; between them a device may have holes that read as zero.
            bool edge = i == 0 || i == words.Length - 1;
            if (!table.TryGetValue((ushort)(request.Address + i), out words[i]) && (edge || !GapsReadZero))
            {
                return new ModbusReply.Refused(ExceptionCode.IllegalDataAddress);
            }
        }

        return new ModbusReply.Registers(ImmutableArray.Create(words));
    }

    private static ModbusReply ReadBits(Dictionary<ushort, bool> table, ModbusRequest request)
    {
        bool[] bits = new bool[request.Count];
        for (int i = 0; i < bits.Length; i++)
        {
            if (!table.TryGetValue((ushort)(request.Address + i), out bits[i]))
            {
                return new ModbusReply.Refused(ExceptionCode.IllegalDataAddress);
            }
        }

        return new ModbusReply.Bits(ImmutableArray.Create(bits));
    }

    private static ModbusReply Write<T>(Dictionary<ushort, T> table, ushort address, ImmutableArray<T> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!table.ContainsKey((ushort)(address + i)))
            {
                return new ModbusReply.Refused(ExceptionCode.IllegalDataAddress);
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            table[(ushort)(address + i)] = values[i];
        }

        return ModbusReply.Written.Instance;
    }
}
