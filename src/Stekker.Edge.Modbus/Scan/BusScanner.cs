using System.Collections.Immutable;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Scan;

/// <summary>Finds the units on a line and proposes what they are.</summary>
public sealed class BusScanner(TimeProvider time, Func<MeterAddress, IModbusLink>? open = null)
{
    private readonly Func<MeterAddress, IModbusLink> open = open ?? (address => new ScanLink(address, time));

    /// <returns>What was found, and per line that could not be had the sentence that says why.</returns>
    public async Task<(ImmutableArray<FoundUnit> Found, ImmutableArray<string> Errors)> ScanAsync(ScanRange range, Action<ScanProgress>? tell, CancellationToken cancel)
    {
        ImmutableArray<FoundUnit>.Builder found = ImmutableArray.CreateBuilder<FoundUnit>();
        ImmutableArray<string>.Builder errors = ImmutableArray.CreateBuilder<string>();
        int done = 0;
        foreach (MeterAddress line in range.Lines)
        {
            IModbusLink link = open(line);
            using IDisposable? closing = link as IDisposable;
            bool any = false;
            for (int unit = range.FirstUnit; unit <= range.LastUnit; unit++)
            {
                (FoundUnit? one, LinkFault? fault) = await LookAsync(link, line, (byte)unit, range.Patience, cancel);
                if (fault is not null)
                {
                    errors.Add(fault.Words);
                    break;
                }

                tell?.Invoke(new(line, (byte)unit, ++done, range.Questions, one));
                if (one is not null)
                {
                    any = true;
                    found.Add(one);
                }
            }

            if (any && range.StopAtFirstLineWithUnits)
            {
                break;
            }
        }

        return (found.ToImmutable(), [.. errors.Distinct()]);
    }

    private static async Task<(FoundUnit? Found, LinkFault? Fault)> LookAsync(IModbusLink link, MeterAddress line, byte unit, TimeSpan patience, CancellationToken cancel)
    {
        // One register of either table: any answer, a refusal too, is a sign of life. PZEMs know only function 4, others only 3.
        foreach (ModbusRequest knock in (ModbusRequest[])[ModbusRequest.ReadInput(0, 1), ModbusRequest.ReadHolding(0, 1)])
        {
            ModbusReply reply = await link.AskAsync(unit, knock, patience, cancel);
            switch (reply)
            {
                case ModbusReply.LinkDown down when down.Fault.Kind != LinkFaultKind.Closed:
                    return (null, down.Fault);
                case ModbusReply.Registers or ModbusReply.Refused { Code: not (ExceptionCode.GatewayPathUnavailable or ExceptionCode.GatewayTargetSilent) }:
                    ImmutableArray<Proposal> proposals = await DeviceGuess.ProposeAsync(link, unit, patience, cancel);
                    return (new FoundUnit(line, unit, proposals, Words(line, unit, proposals)), null);
            }
        }

        return (null, null);
    }

    private static string Words(MeterAddress line, byte unit, ImmutableArray<Proposal> proposals) => proposals switch
    {
        [] => $"unit {unit} on {line} answers, but nothing in the catalogue fits: describe it as a custom device",
        [var only] => $"unit {unit} on {line}: {only.Name} ({only.Evidence})",
        [var best, .. var rest] => $"unit {unit} on {line}: probably {best.Name} ({best.Evidence}); also fits {string.Join(", ", rest.Take(3).Select(static p => p.DeviceId))}",
    };
}
