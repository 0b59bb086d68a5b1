using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Scan;

/// <summary>Devices with a TCP port of their own often answer to any unit id: one device, not 247.</summary>
internal static class EveryUnit
{
    /// <summary>Reserved (Modbus over Serial Line V1.02, section 2.2): behind a gateway there is nobody. 255 may be the gateway itself.</summary>
    private static readonly ImmutableArray<byte> Nobody = [251, 249, 253];

    /// <summary>Fewer ids than these are sooner looked at one by one.</summary>
    private const int Worthwhile = 8;

    public static async Task<bool> AnswersAsync(IModbusLink link, MeterAddress line, ScanRange range, CancellationToken cancel)
    {
        if (line is not MeterAddress.Tcp || range.LastUnit - range.FirstUnit < Worthwhile)
        {
            return false;
        }

        foreach (byte unit in (ImmutableArray<byte>)[.. Nobody, range.FirstUnit, (byte)((range.FirstUnit + range.LastUnit) / 2), range.LastUnit])
        {
            if (await Knock.AtAsync(link, unit, range.Patience, thorough: false, cancel) is not { Alive: true })
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>By the id its maker gives it, where that is known.</summary>
    public static async Task<FoundUnit> LookAsync(IModbusLink link, MeterAddress line, ScanRange range, CancellationToken cancel)
    {
        FoundUnit found = await FoundUnit.LookAsync(link, line, range.FirstUnit, range.Patience, cancel);
        byte factory = found.Proposals is [var best, ..] && DeviceCatalogue.Find(best.DeviceId) is { } device ? device.UnitId : range.FirstUnit;
        byte unit = factory >= range.FirstUnit && factory <= range.LastUnit ? factory : range.FirstUnit;
        return found with { Unit = unit, Words = $"{FoundUnit.Sentence(line, unit, found.Proposals)}. It answers to every unit id: one device, listed once" };
    }
}
