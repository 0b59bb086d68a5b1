using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Cloud.Reports;

/// <summary>A charging period: until the next one starts, the last until the session's end.</summary>
/// <param name="Ptu">The quarter of an hour it is in; null of a stretch in which the car took nothing.</param>
/// <param name="Hours">With four decimals; those of all periods add up to the session's.</param>
internal readonly record struct PeriodLine(DateTimeOffset Start, DateTimeOffset? Ptu, decimal EnergyKwh, decimal Hours);

/// <summary>Cuts a session into charging periods: one for each quarter of an hour in which the car took energy, one for each stretch between.</summary>
internal static class CdrPeriods
{
    /// <param name="start">UTC, whole seconds; the end likewise, and not before it.</param>
    public static ImmutableArray<PeriodLine> Of(Session session, DateTimeOffset start, DateTimeOffset end)
    {
        ImmutableArray<PeriodLine>.Builder lines = ImmutableArray.CreateBuilder<PeriodLine>();
        DateTimeOffset at = start;

        // Shares of a rounded running sum, so that the periods add up to the whole.
        decimal Hours(DateTimeOffset from, DateTimeOffset until) => Since(start, until) - Since(start, from);
        foreach (PtuEnergy ptu in session.Ptus.Where(p => p.Energy > WattHours.Zero))
        {
            // Energy may be told for a quarter outside the session (a charger's clock): it counts, its time does not.
            DateTimeOffset from = Between(ptu.Start, at, end);
            DateTimeOffset until = Between(ptu.Start + Ptu.Length, from, end);
            if (from > at)
            {
                lines.Add(new PeriodLine(at, null, 0, Hours(at, from)));
            }

            lines.Add(new PeriodLine(from, ptu.Start, ptu.Energy.Value / 1000m, Hours(from, until)));
            at = until;
        }

        if (at < end || lines.Count == 0)
        {
            lines.Add(new PeriodLine(at, null, 0, Hours(at, end)));
        }

        return lines.DrainToImmutable();
    }

    private static DateTimeOffset Between(DateTimeOffset at, DateTimeOffset least, DateTimeOffset most) => at < least ? least : at > most ? most : at;

    private static decimal Since(DateTimeOffset start, DateTimeOffset at) =>
        decimal.Round((at - start).Ticks / (decimal)TimeSpan.TicksPerHour, 4, MidpointRounding.ToEven);
}
