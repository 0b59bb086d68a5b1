using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Plausibility;

/// <summary>
/// Tells reversed clamps and swapped phases of the grid meter from what the chargers draw: they are loads whose phase and size are known.
/// By a lasting contradiction (export under a load, without sun), and by steps: what a charger adds must show up there and nowhere else.
/// </summary>
internal static class Clamps
{
    /// <summary>In a row: chance and the delay of a charger's own meter give one or two.</summary>
    public const int EvidenceNeeded = 3;

    private const int LoadDeciamperes = 60;
    private const int StepDeciamperes = 50;
    private const int StillDeciamperes = 10;
    private const long ExportW = -500;
    private const long NoSunW = 100;
    private const int NominalVolts = 230;

    public static MeterHistory Watch(MeterHistory history, MeterReading reading, SiteContext site, ImmutableArray<Finding>.Builder findings)
    {
        if (reading.Role != MeterRole.Grid)
        {
            return history;
        }

        int[] reversed = [.. history.Reversed];
        int[] swapped = [.. history.Swapped];
        for (int i = 0; i < 3; i++)
        {
            Phase line = Lines.All[i];
            bool? against = Lasting(reading, site, line) ?? Step(history, reading, site, line, swapped);
            reversed[i] = against switch
            {
                true => Math.Min(reversed[i] + 1, EvidenceNeeded),
                false => 0,
                null => reversed[i],
            };
            if (reversed[i] >= EvidenceNeeded)
            {
                Ranges.Add(findings, FindingKind.ReversedClamp, reading, line, $"{line} clamp seems reversed: shows {Shown(reading, line)}{Because(site, line)}");
            }
        }

        Swaps(swapped, reading, findings);
        return history with { Reversed = [.. reversed], Swapped = [.. swapped] };
    }

    /// <summary>Null: nothing to conclude. As much import as the chargers draw clears the clamp: the installer has turned it.</summary>
    private static bool? Lasting(MeterReading reading, SiteContext site, Phase line)
    {
        int draw = Draw(site.Chargers, line);
        if (reading.PhasePower.On(line) is not { } power || draw < LoadDeciamperes || site.Producing is not { Value: <= NoSunW })
        {
            return null;
        }

        return power.Value <= ExportW ? true : power.Value >= draw * NominalVolts / 10 * 2 / 3 ? false : null;
    }

    private static bool? Step(MeterHistory history, MeterReading reading, SiteContext site, Phase line, int[] swapped)
    {
        int step = Draw(site.Chargers, line) - Draw(history.LastDraws, line);
        bool alone = Lines.All.All(l => l == line || Math.Abs(Draw(site.Chargers, l) - Draw(history.LastDraws, l)) < StillDeciamperes);
        if (history.Last is not { } last || Math.Abs(step) < StepDeciamperes || !alone)
        {
            return null;
        }

        long expected = step * NominalVolts / 10;
        int own = Array.IndexOf(Lines.All, line);
        bool here = Follows(last, reading, line, expected);
        for (int other = 0; other < 3; other++)
        {
            bool there = other != own && !here && Follows(last, reading, Lines.All[other], expected);
            int at = (3 * own) + other;
            swapped[at] = there ? Math.Min(swapped[at] + 1, EvidenceNeeded) : here ? 0 : swapped[at];
        }

        return here ? false : Follows(last, reading, line, -expected) ? true : null;
    }

    /// <summary>Within a third of what was expected: the building moves too.</summary>
    private static bool Follows(MeterReading last, MeterReading now, Phase line, long expected) =>
        now.PhasePower.On(line) is { } after && last.PhasePower.On(line) is { } before
        && Math.Abs((after - before).Value - expected) <= Math.Abs(expected) / 3;

    private static void Swaps(int[] swapped, MeterReading reading, ImmutableArray<Finding>.Builder findings)
    {
        for (int at = 0; at < swapped.Length; at++)
        {
            if (swapped[at] >= EvidenceNeeded)
            {
                (Phase charger, Phase meter) = (Lines.All[at / 3], Lines.All[at % 3]);
                Ranges.Add(findings, FindingKind.SwappedPhases, reading, charger, $"phases seem swapped: what a charger draws on {charger} shows up on the meter's {meter}; swap the clamps, or say so in the configuration (wiring, phases)");
            }
        }
    }

    private static int Draw(ImmutableArray<ChargerDraw> chargers, Phase line) => chargers.Sum(c => c.Current.On(line)?.Deciamperes ?? 0);

    private static string Shown(MeterReading reading, Phase line) => reading.PhasePower.On(line) is { Value: < 0 } ? "export" : "less import";

    private static string Because(SiteContext site, Phase line)
    {
        ChargerDraw? most = site.Chargers.MaxBy(c => c.Current.On(line)?.Deciamperes ?? 0);
        return most?.Current.On(line) is { Deciamperes: > 0 } amperes ? $" while {most.Name} draws {amperes} on {line}" : " whenever a charger draws more";
    }
}
