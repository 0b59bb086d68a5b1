using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Meters;

/// <summary>What the site's meters say, and what they do not.</summary>
internal static class MeterReports
{
    public static void Read(Turn turn, MeterMeasurement measured)
    {
        turn.State = turn.State with { Meters = turn.State.Meters.With(measured) };
        turn.Clear(SilentAlert(measured.MeterId));
        if (GridOf(turn.State) is { } grid)
        {
            turn.State = turn.State with { Steering = turn.State.Steering with { Grid = grid } };
            if (measured.Role == MeterRole.Grid)
            {
                Rounds.Run(turn);
            }
        }
    }

    public static void Silent(Turn turn, SiteEvent.MeterSilent e)
    {
        // The grid meter's silence is the balancer's own first rung, and told by it with what follows from it.
        string name = e.Role == MeterRole.Grid ? "The grid meter" : $"Meter {e.MeterId}";
        turn.Raise(SilentAlert(e.MeterId), $"{name} does not answer: {e.Why}");
    }

    /// <summary>A finding about a meter's readings stands until it is taken back.</summary>
    public static void Doubted(Turn turn, SiteEvent.MeterDoubted e)
    {
        if (e.Text is { } text)
        {
            turn.Raise(e.DoubtId, text);
        }
        else
        {
            turn.Clear(e.DoubtId);
        }
    }

    /// <summary>The grid's currents: from its own meter, never guessed from others.</summary>
    private static GridReading? GridOf(SiteState state)
    {
        foreach (MeterMeasurement m in state.Meters)
        {
            if (m.Role == MeterRole.Grid && CurrentsOf(m, state.Configuration.Grid) is { } currents)
            {
                return new GridReading(currents, m.Power, m.At, m.IsEstimate);
            }
        }

        return null;
    }

    /// <summary>As measured; where the meter has powers only, worked out from them and the nominal voltage.</summary>
    private static PhaseCurrents? CurrentsOf(MeterMeasurement m, GridSettings grid)
    {
        if (!m.Current.IsEmpty)
        {
            Amperes none = Amperes.Zero;
            return new PhaseCurrents(m.Current.L1 ?? none, m.Current.L2 ?? none, m.Current.L3 ?? none);
        }

        if (!m.PhasePower.IsEmpty)
        {
            return new PhaseCurrents(Current(m.PhasePower.L1, 1, grid), Current(m.PhasePower.L2, 1, grid), Current(m.PhasePower.L3, 1, grid));
        }

        return m.Power is not { } power ? null
            : grid.Phases == 1 ? new PhaseCurrents(Current(power, 1, grid), Amperes.Zero, Amperes.Zero)
            : new PhaseCurrents(Current(power, 3, grid), Current(power, 3, grid), Current(power, 3, grid));
    }

    private static Amperes Current(Watts? power, int phases, GridSettings grid) =>
        Amperes.FromDeciamperes((int)((power?.Value ?? 0) * 100 / ((long)grid.Voltage.Decivolts * phases)));

    public static string SilentAlert(string meterId) => $"meter-silent:{meterId}";
}
