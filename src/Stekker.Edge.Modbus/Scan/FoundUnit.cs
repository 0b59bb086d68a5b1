using System.Collections.Immutable;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Scan;

/// <summary>A unit that answers.</summary>
/// <param name="Proposals">Best first; empty where the unit answers but nothing in the catalogue fits.</param>
public sealed record FoundUnit(MeterAddress Line, byte Unit, ImmutableArray<Proposal> Proposals, string Words)
{
    internal static async Task<FoundUnit> LookAsync(IModbusLink link, MeterAddress line, byte unit, TimeSpan patience, CancellationToken cancel)
    {
        ImmutableArray<Proposal> proposals = await DeviceGuess.ProposeAsync(link, unit, patience, cancel);
        return new(line, unit, proposals, Sentence(line, unit, proposals));
    }

    internal static string Sentence(MeterAddress line, byte unit, ImmutableArray<Proposal> proposals) => proposals switch
    {
        [] => $"unit {unit} on {line} answers, but nothing in the catalogue fits: describe it as a custom device",
        [var only] => $"unit {unit} on {line}: {only.Name} ({only.Evidence})",
        [var best, .. var rest] => $"unit {unit} on {line}: probably {best.Name} ({best.Evidence}); also fits {string.Join(", ", rest.Take(3).Select(static p => p.DeviceId))}",
    };
}
