namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>What a charger does to a transaction when it loses power.</summary>
internal enum OnPowerCut
{
    GoesOn,
    Stops,
    Forgets,
}

/// <summary>How one make of charger differs from the book.</summary>
internal sealed record Quirks(
    OnPowerCut OnPowerCut,
    int RoundsToWh,
    int RoundsUpFromWh,
    int? FrozenId,
    bool StatusFirst,
    double StatusLost,
    bool DropsSamplesOffline,
    bool SamplesWithoutTransaction,
    bool HasNoClock,
    TimeSpan ClockError,
    bool SamplesInStop,
    int? LocalListMax,
    long RolloverWh,
    long FirstMeterWh,
    int Connectors)
{
    public const long Never = long.MaxValue;

    public static Quirks Thrown(Dice dice)
    {
        bool frozen = dice.Chance(0.2);
        bool withoutTransaction = !frozen && dice.Chance(0.2);
        bool badClock = !withoutTransaction && dice.Chance(0.3);
        (long rollover, long first) = dice.Pick<(long, long)>(
        [
            (Never, 0), (Never, 7_310), (Never, 1_234_567), (Never, 58_000_123),
            (10_000_000, 9_985_000), (100_000_000, 99_970_111), (1_000_000_000, 999_990_000), (int.MaxValue + 1L, int.MaxValue - 9_000L), (uint.MaxValue + 1L, uint.MaxValue - 20_000L),
        ]);
        int roundsTo = dice.Pick([1, 1, 1, 10, 100, 1000]);
        return new Quirks(
            dice.Pick([OnPowerCut.GoesOn, OnPowerCut.Stops, OnPowerCut.Forgets]),
            roundsTo,
            rollover == Never ? dice.Pick([1, (roundsTo + 1) / 2, roundsTo]) : roundsTo,
            frozen ? dice.Pick([0, -1]) : null,
            dice.Chance(0.5),
            dice.Pick([0, 0.1, 0.6]),
            dice.Chance(0.3),
            withoutTransaction,
            badClock && dice.Chance(0.4),
            badClock ? dice.Pick([TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromMinutes(-40), TimeSpan.FromDays(-9)]) : TimeSpan.Zero,
            dice.Chance(0.3),
            dice.Pick<int?>([null, 3, 50]),
            rollover,
            first,
            frozen ? 1 : dice.Between(1, 2));
    }
}
