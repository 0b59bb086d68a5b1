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
    public static void Look(Desk desk)
    {
        GridReading? grid = desk.Input.Grid;
        TimeSpan? age = desk.Now.Elapsed - grid?.At;
        desk.Rung = !desk.Input.MeterConfigured ? MeterRung.None
            : age is null || age > desk.Settings.MeterLostAfter ? MeterRung.Lost
            : age > desk.Settings.MeterStaleAfter ? MeterRung.Stale
            : MeterRung.Seen;
        if (desk.Rung != MeterRung.Seen || !IsOver(desk.Input.Limits, grid!.Currents))
        {
            return;
        }

        desk.OverSince = desk.State.Building.OverSince ?? grid.At;
        desk.Haste = grid.At - desk.OverSince >= desk.Settings.SecondCutAfter ? Haste.SecondCut : Haste.Over;
    }

    private static bool IsOver(GridLimits limits, PhaseCurrents currents) =>
        (limits.Phases == 1 ? currents[0] : currents.MaxDeciamperes) > limits.Fuse.Deciamperes;
}
