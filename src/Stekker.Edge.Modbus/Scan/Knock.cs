using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Scan;

/// <summary>Whether a unit is there: any answer of its own is a sign of life, a refusal too.</summary>
internal static class Knock
{
    /// <param name="thorough">
    /// Both register tables: the specification wants a refusal for a function a device does not know, and some are silent instead. Without it
    /// only function 3, which nearly every device knows.
    /// </param>
    public static async Task<(bool Alive, LinkFault? Fault)> AtAsync(IModbusLink link, byte unit, TimeSpan patience, bool thorough, CancellationToken cancel)
    {
        foreach (ModbusRequest knock in (ModbusRequest[])[ModbusRequest.ReadHolding(0, 1), ModbusRequest.ReadInput(0, 1)])
        {
            switch (await link.AskAsync(unit, knock, patience, cancel))
            {
                case ModbusReply.LinkDown down when down.Fault.Kind != LinkFaultKind.Closed:
                    return (false, down.Fault);
                case ModbusReply.Registers or ModbusReply.Refused { Code: not (ExceptionCode.GatewayPathUnavailable or ExceptionCode.GatewayTargetSilent) }:
                    return (true, null);
            }

            if (!thorough)
            {
                break;
            }
        }

        return (false, null);
    }
}
