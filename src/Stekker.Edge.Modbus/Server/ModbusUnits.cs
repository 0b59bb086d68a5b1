using System.Collections.Concurrent;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Server;

/// <summary>The simulated units behind one server, and what is to go wrong with them.</summary>
public sealed class ModbusUnits
{
    private readonly ConcurrentDictionary<byte, RegisterBank> banks = new();
    private int asked;

    public RegisterBank this[byte unit]
    {
        get => banks[unit];
        set => banks[unit] = value;
    }

    /// <summary>Asked per question; null is a good answer.</summary>
    public Func<byte, ModbusRequest, Fault?>? Faults { get; set; }

    /// <summary>A gateway answers for units it cannot reach (exception 11); a bus is silent.</summary>
    public bool IsGateway { get; init; }

    /// <summary>Questions to units that exist.</summary>
    public int Asked => asked;

    public void Remove(byte unit) => banks.TryRemove(unit, out _);

    /// <summary>Null: nobody feels addressed.</summary>
    internal ModbusReply? Answer(byte unit, ModbusRequest? request, ExceptionCode? refusal)
    {
        if (!banks.TryGetValue(unit, out RegisterBank? bank))
        {
            return IsGateway ? new ModbusReply.Refused(ExceptionCode.GatewayTargetSilent) : null;
        }

        Interlocked.Increment(ref asked);
        return request is null ? new ModbusReply.Refused(refusal ?? ExceptionCode.IllegalFunction) : bank.Answer(request);
    }
}
