using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;
using static Stekker.Edge.Core.Tests.Time.VirtualTime;

namespace Stekker.Edge.Core.Tests.Charging;

/// <summary>Energy laid into the quarters of an hour it was taken in.</summary>
public sealed class PtuEnergyTests
{
    [Fact]
    public void Half_an_hour_lies_evenly_in_its_quarters() =>
        AssertPtus(Spread(Noon.AddMinutes(-5), Noon.AddMinutes(25), 3_000), ("11:45", 500), ("12:00", 1_500), ("12:15", 1_000));

    [Fact]
    public void Until_a_quarter_exactly_stays_in_the_quarter_before() => AssertPtus(Spread(Noon, Noon.AddMinutes(15), 700), ("12:00", 700));

    [Fact]
    public void No_time_between_two_values_counts_in_that_quarter() => AssertPtus(Spread(Noon, Noon, 70), ("12:00", 70));

    [Fact]
    public void An_earlier_quarter_is_put_in_its_place()
    {
        ImmutableArray<PtuEnergy> later = Spread(Noon.AddHours(1), Noon.AddHours(1).AddMinutes(10), 100);

        AssertPtus(PtuEnergy.Spread(later, Noon, Noon.AddMinutes(10), 200), ("12:00", 200), ("13:00", 100));
    }

    [Fact]
    public void What_is_taken_back_leaves_the_newest_quarters_first()
    {
        ImmutableArray<PtuEnergy> ptus = Spread(Noon, Noon.AddMinutes(30), 1_000);

        AssertPtus(PtuEnergy.Spread(ptus, Noon, Noon, -600), ("12:00", 400), ("12:15", 0));
    }

    [Fact]
    public void Stamps_years_apart_are_a_clock_that_was_set_and_fill_a_week_at_most()
    {
        ImmutableArray<PtuEnergy> ptus = Spread(Noon.AddYears(-3), Noon, 50_000);

        Assert.Equal(7 * 96, ptus.Length);
        Assert.Equal(50_000, ptus.Sum(p => p.Energy.Value));
    }

    public static TheoryData<string, DateTimeOffset, DateTimeOffset> Spans => new()
    {
        { "across midnight UTC", At("2025-11-03T23:52:10Z"), At("2025-11-04T00:41:03Z") },
        { "into summer time", At("2025-03-30T01:50:00+01:00"), At("2025-03-30T03:20:01+02:00") },
        { "out of summer time: the hour that comes twice", At("2025-10-26T02:50:00+02:00"), At("2025-10-26T02:20:00+01:00") },
        { "across the new year", At("2025-12-31T23:59:59.999Z"), At("2026-01-01T00:00:00.001Z") },
        { "a night", At("2025-11-03T18:01:01Z"), At("2025-11-04T07:29:59Z") },
        { "a clock that went back", At("2025-11-03T18:01:01Z"), At("2025-11-03T17:01:01Z") },
    };

    [Theory]
    [MemberData(nameof(Spans))]
    public void Adds_up_exactly(string what, DateTimeOffset from, DateTimeOffset until)
    {
        foreach (long energyWh in new long[] { 1, 2, 3, 7, 1_001, 59_999 })
        {
            ImmutableArray<PtuEnergy> ptus = Spread(from, until, energyWh);

            Assert.True(energyWh == ptus.Sum(p => p.Energy.Value), what);
            Assert.All(ptus, p => Assert.True(p.Energy.Value >= 0, what));
            Assert.All(ptus, p => Assert.Equal(Ptu.StartOf(p.Start), p.Start));
            Assert.Equal(ptus.OrderBy(p => p.Start), ptus);
        }
    }

    [Fact]
    public void Many_pieces_in_any_order_add_up_to_the_whole_and_every_quarter_comes_once()
    {
        Random random = new(20251103);
        ImmutableArray<PtuEnergy> ptus = [];
        long total = 0;
        for (int i = 0; i < 500; i++)
        {
            DateTimeOffset from = Noon.AddSeconds(random.Next(-90_000, 90_000));
            long energyWh = random.Next(4) == 0 ? -Math.Min(total, random.Next(50)) : random.Next(3_000);
            ptus = PtuEnergy.Spread(ptus, from, from.AddSeconds(random.Next(0, 10_000)), energyWh);
            total += energyWh;
            Assert.Equal(total, ptus.Sum(p => p.Energy.Value));
        }

        Assert.Equal(ptus.Length, ptus.Select(p => p.Start).Distinct().Count());
        Assert.Equal(ptus.OrderBy(p => p.Start), ptus);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static ImmutableArray<PtuEnergy> Spread(DateTimeOffset from, DateTimeOffset until, long energyWh) => PtuEnergy.Spread([], from, until, energyWh);

    private static void AssertPtus(ImmutableArray<PtuEnergy> ptus, params (string Start, long EnergyWh)[] expected) =>
        Assert.Equal(expected, ptus.Select(p => ($"{p.Start:HH:mm}", p.Energy.Value)));
}
