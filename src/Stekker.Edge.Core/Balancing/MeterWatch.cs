namespace Stekker.Edge.Core.Balancing;

/// <summary>Where the grid meter stands on the fail-safe ladder.</summary>
internal enum MeterRung
{
    Seen,

    /// <summary>Silent for seconds: limits less a conservative base load.</summary>
    Stale,

    /// <summary>Silent for a minute, or never heard: safe share for all.</summary>
    Lost,

    /// <summary>There is none, by design of the site: limits less a conservative base load, for good.</summary>
    None,
}

/// <summary>How much time is left to the cars.</summary>
internal enum Haste
{
    /// <summary>No phase is over its fuse: a slow car is given the settling time.</summary>
    None,

    Over,

    /// <summary>A phase has been over its fuse for so long that cars in flight are taken not to obey, and others are cut in their place.</summary>
    SecondCut,
}

/// <summary>What the grid meter says of itself and of the fuses.</summary>
internal static class MeterWatch
{
    private const int NoiseDeciA = 3;

    public static void Look(Desk desk)
    {
        GridReading? grid = desk.Input.Grid;
        TimeSpan? age = desk.Now.Elapsed - grid?.At;
        desk.Rung = !desk.Input.MeterConfigured ? MeterRung.None
            : age is null || age > desk.Settings.MeterLostAfter ? MeterRung.Lost
            : age > desk.Settings.MeterStaleAfter ? MeterRung.Stale
            : MeterRung.Seen;
        if (desk.Rung != MeterRung.Seen)
        {
            return;
        }

        BuildingLoad before = desk.State.Building;
        desk.ReadEvery = before.ReadAt is not { } readAt ? TimeSpan.Zero : readAt == grid!.At ? before.ReadEvery : grid.At - readAt;
        int aboveDeciA = Above(desk.Input.Limits, grid!.Currents);
        if (aboveDeciA <= 0)
        {
            // A reading is as good as its meter: just below, the fuse may well be at it all the same.
            desk.OverSince = aboveDeciA > -NoiseDeciA ? before.OverSince : null;
            return;
        }

        desk.OverSince = before.OverSince ?? grid.At;
        desk.Haste = IsLate(desk, grid.At - desk.OverSince.Value) ? Haste.SecondCut : Haste.Over;
    }

    /// <summary>
    /// Readings come when they come: to wait for one that is due just then would be, half of the time, to wait for the one after it. Where a
    /// charger's own meter shows that it goes on as before, nothing is waited for but what may have passed before the first reading showed it.
    /// </summary>
    private static bool IsLate(Desk desk, TimeSpan shownFor) =>
        shownFor + (desk.ReadEvery / 2) >= desk.Settings.SecondCutAfter
        || (shownFor > TimeSpan.Zero && shownFor + (1.5 * desk.ReadEvery) >= desk.Settings.SecondCutAfter && Obedience.IsAnyUnmoved(desk));

    /// <summary>The highest phase, against its fuse.</summary>
    private static int Above(GridLimits limits, PhaseCurrents currents) =>
        (limits.Phases == 1 ? currents[0] : currents.MaxDeciamperes) - limits.Fuse.Deciamperes;
}
