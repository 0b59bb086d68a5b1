using System.Collections.Immutable;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Charging;

/// <summary>What a session took in one PTU.</summary>
/// <param name="Start">The PTU's start, UTC.</param>
public readonly record struct PtuEnergy(DateTimeOffset Start, WattHours Energy)
{
    /// <summary>Over no longer than this: between stamps further apart a clock was set, and each quarter costs memory and flash.</summary>
    public static readonly TimeSpan LongestSpread = TimeSpan.FromDays(7);

    /// <summary>
    /// Spreads energy evenly over [from, until] and adds it to the PTUs it falls in. Whole watt-hours throughout: shares are
    /// differences of a rounded running sum, so the PTUs always add up to the total.
    /// </summary>
    public static ImmutableArray<PtuEnergy> Spread(ImmutableArray<PtuEnergy> ptus, DateTimeOffset from, DateTimeOffset until, long energyWh)
    {
        if (energyWh == 0)
        {
            return ptus;
        }

        if (energyWh < 0)
        {
            return TakeBack(ptus, -energyWh);
        }

        from = until - from > LongestSpread ? until - LongestSpread : from;
        DateTimeOffset last = Ptu.StartOf(until > from ? until.AddTicks(-1) : until);
        DateTimeOffset ptu = until > from ? Ptu.StartOf(from) : last;
        if (ptu == last)
        {
            return Add(ptus, ptu, energyWh);
        }

        ImmutableArray<PtuEnergy> result = ptus;
        decimal whole = (until - from).Ticks;
        long given = 0;
        for (; ptu <= last; ptu += Ptu.Length)
        {
            DateTimeOffset end = ptu + Ptu.Length < until ? ptu + Ptu.Length : until;
            long sum = (long)(energyWh * ((end - from).Ticks / whole));
            result = Add(result, ptu, (end == until ? energyWh : sum) - given);
            given = sum;
        }

        return result;
    }

    /// <summary>What the quarter that starts then has of these; zero where it is not among them.</summary>
    public static WattHours In(ImmutableArray<PtuEnergy> ptus, DateTimeOffset start)
    {
        for (int at = ptus.Length - 1; at >= 0 && ptus[at].Start >= start; at--)
        {
            if (ptus[at].Start == start)
            {
                return ptus[at].Energy;
            }
        }

        return WattHours.Zero;
    }

    private static ImmutableArray<PtuEnergy> Add(ImmutableArray<PtuEnergy> ptus, DateTimeOffset start, long energyWh)
    {
        if (energyWh == 0)
        {
            return ptus;
        }

        int at = ptus.Length;
        while (at > 0 && ptus[at - 1].Start > start)
        {
            at--;
        }

        return at > 0 && ptus[at - 1].Start == start
            ? ptus.SetItem(at - 1, new PtuEnergy(start, ptus[at - 1].Energy + new WattHours(energyWh)))
            : ptus.Insert(at, new PtuEnergy(start, new WattHours(energyWh)));
    }

    private static ImmutableArray<PtuEnergy> TakeBack(ImmutableArray<PtuEnergy> ptus, long energyWh)
    {
        ImmutableArray<PtuEnergy> result = ptus;
        for (int at = result.Length - 1; at >= 0 && energyWh > 0; at--)
        {
            long taken = Math.Min(energyWh, result[at].Energy.Value);
            result = result.SetItem(at, new PtuEnergy(result[at].Start, result[at].Energy - new WattHours(taken)));
            energyWh -= taken;
        }

        return result;
    }
}
