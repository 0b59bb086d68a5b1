using System.Collections.Immutable;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Savings;

/// <summary>Adds settlements up by the site's calendar: a session counts on the day its car was plugged in.</summary>
public sealed class SavingsBook(Period period, TimeZoneInfo zone)
{
    private readonly SortedDictionary<DateOnly, SavingsSum> sums = [];

    public SavingsSum Total { get; private set; } = SavingsSum.Nothing;

    /// <summary>By first day; periods without sessions are left out.</summary>
    public ImmutableArray<(DateOnly First, SavingsSum Sum)> Periods => [.. sums.Where(s => s.Value.Sessions > 0).Select(s => (s.Key, s.Value))];

    public void Add(Settlement settlement)
    {
        DateOnly first = Savings.Periods.First(period, SiteZone.DayOf(zone, settlement.PluggedIn));
        sums[first] = sums.GetValueOrDefault(first, SavingsSum.Nothing).With(settlement);
        Total = Total.With(settlement);
    }
}
