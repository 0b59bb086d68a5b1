using System.Collections.Immutable;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Scan;

/// <summary>
/// Finds the units on a line and proposes what they are. Most unit ids are silent, and each silence costs the whole patience: first come
/// the ids devices are usually set to, on every line, then the others where something was found.
/// </summary>
public sealed class BusScanner(TimeProvider time, Func<MeterAddress, IModbusLink>? open = null)
{
    private readonly Func<MeterAddress, IModbusLink> open = open ?? (address => new ScanLink(address, time));

    /// <returns>What was found, and per line that could not be had the sentence that says why.</returns>
    public async Task<(ImmutableArray<FoundUnit> Found, ImmutableArray<string> Errors)> ScanAsync(ScanRange range, Action<ScanProgress>? tell, CancellationToken cancel)
    {
        Sweep sweep = new(range, tell);
        ImmutableArray<MeterAddress> lines = await LinesAsync(sweep, range.Lines, range.UsualUnits, usual: true, cancel);
        await LinesAsync(sweep, lines, range.OtherUnits, usual: false, cancel);
        return (sweep.Found.ToImmutable(), [.. sweep.Errors.Distinct()]);
    }

    /// <returns>The lines worth looking at further: the first with units, else all that can be had.</returns>
    private async Task<ImmutableArray<MeterAddress>> LinesAsync(Sweep sweep, ImmutableArray<MeterAddress> lines, ImmutableArray<byte> units, bool usual, CancellationToken cancel)
    {
        List<MeterAddress> had = [];
        foreach (MeterAddress line in lines)
        {
            IModbusLink link = open(line);
            using IDisposable? closing = link as IDisposable;
            if (usual && await EveryUnit.AnswersAsync(link, line, sweep.Range, cancel))
            {
                sweep.Found.Add(await EveryUnit.LookAsync(link, line, sweep.Range, cancel));
                sweep.TellAll(line);
                return [];
            }

            int before = sweep.Found.Count;
            bool here = await UnitsAsync(sweep, link, line, units, usual, cancel);
            if (sweep.Found.Count > before && sweep.Range.StopAtFirstLineWithUnits)
            {
                return [line];
            }

            if (here)
            {
                had.Add(line);
            }
        }

        return [.. had];
    }

    /// <returns>False where the line cannot be had.</returns>
    private static async Task<bool> UnitsAsync(Sweep sweep, IModbusLink link, MeterAddress line, ImmutableArray<byte> units, bool usual, CancellationToken cancel)
    {
        foreach (byte unit in units)
        {
            (bool alive, LinkFault? fault) = await Knock.AtAsync(link, unit, sweep.Range.Patience, thorough: usual, cancel);
            if (fault is not null)
            {
                sweep.Errors.Add(fault.Words);
                return false;
            }

            sweep.Tell(line, unit, alive ? await FoundUnit.LookAsync(link, line, unit, sweep.Range.Patience, cancel) : null);
        }

        return true;
    }

    /// <summary>One scan under way.</summary>
    private sealed class Sweep(ScanRange range, Action<ScanProgress>? tell)
    {
        private int done;

        public ScanRange Range => range;

        public ImmutableArray<FoundUnit>.Builder Found { get; } = ImmutableArray.CreateBuilder<FoundUnit>();

        public List<string> Errors { get; } = [];

        public void Tell(MeterAddress line, byte unit, FoundUnit? found)
        {
            if (found is not null)
            {
                Found.Add(found);
            }

            tell?.Invoke(new(line, unit, ++done, range.Questions, found));
        }

        public void TellAll(MeterAddress line) => tell?.Invoke(new(line, range.LastUnit, range.Questions, range.Questions, Found[^1]));
    }
}
