using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Control;

/// <summary>The site's power as people see it: the grid against its limits, and where it goes.</summary>
internal static class PowerView
{
    public static GridEntry Grid(SiteState state, Now now)
    {
        GridSettings grid = state.Configuration.Grid;
        GridReading? reading = state.Steering.Grid;
        return new GridEntry(
            grid.Phases,
            grid.Voltage.Value,
            grid.Fuse.Value,
            grid.Gtv?.Value,
            Heard(state, reading, now),
            reading is { } r ? Seconds(now.Elapsed - r.At) : null,
            reading?.IsEstimate ?? false,
            reading is { } read ? Of(read.Currents, grid.Phases) : null,
            ImportW(reading, grid));
    }

    public static FlowEntry Flows(SiteState state)
    {
        long? solar = Sum(state, MeterRole.Solar);
        BuildingLoad reckoned = state.Steering.Balancer.Building;
        long? measured = Sum(state, MeterRole.Building);
        return new FlowEntry(
            measured ?? (reckoned.IsKnown ? reckoned.PowerW + (solar ?? 0) : null),
            measured is null,
            solar,
            Sum(state, MeterRole.Battery),
            Battery(state)?.Fraction,
            CarsW(state),
            state.Steering.Balancer.Solar.Following);
    }

    /// <summary>What the running quarter comes to if all stays as it is.</summary>
    public static PtuStatus? Ptu(SiteState state, Now now, SiteTimes times)
    {
        PtuAccount account = state.Steering.Balancer.Ptu;
        if (!now.UtcTrusted || account.Start is not { } start)
        {
            return null;
        }

        TimeSpan length = Core.Time.Ptu.Length;
        double leftS = Math.Max(0, (start + length - now.Utc).TotalSeconds);
        long? import = ImportW(state.Steering.Grid, state.Configuration.Grid);
        return new PtuStatus(
            times.Write(start),
            (long)(length.TotalSeconds - leftS),
            account.UsedWs / 3600,
            import is { } w ? (long)((account.UsedWs + (Math.Max(0, w) * leftS)) / length.TotalSeconds) : null,
            state.Configuration.Grid.Gtv?.Value);
    }

    public static ImmutableArray<MeterStatus> Meters(SiteState state, Now now) =>
    [
        .. state.Meters.Select(m => new MeterStatus(
            m.MeterId,
            Words.Of(m.Role),
            m.Power?.Value,
            m.Current.IsEmpty ? null : Of(m.Current),
            m.StateOfCharge?.Fraction,
            Seconds(now.Elapsed - m.At),
            m.IsEstimate)),
    ];

    public static PhaseValues Of(PerPhase<Amperes> current) => new(current.L1?.Value, current.L2?.Value, current.L3?.Value);

    private static PhaseValues Of(PhaseCurrents currents, int phases) =>
        new(currents.L1.Value, phases == 1 ? null : currents.L2.Value, phases == 1 ? null : currents.L3.Value);

    private static string Heard(SiteState state, GridReading? reading, Now now)
    {
        if (reading is null)
        {
            return state.Configuration.Meters.Any(m => m.Role == MeterRole.Grid) ? "notHeardYet" : "none";
        }

        BalancerSettings patience = state.Configuration.Balancing.Balancer;
        TimeSpan age = now.Elapsed - reading.At;
        return age > patience.MeterLostAfter ? "silent" : age > patience.MeterStaleAfter ? "late" : "heard";
    }

    /// <summary>Reckoned from the currents where the meter knows those only.</summary>
    private static long? ImportW(GridReading? reading, GridSettings grid) => reading is not { } r ? null
        : r.Power?.Value ?? (long)(grid.Phases == 1 ? r.Currents[0] : r.Currents.SumDeciamperes) * grid.Voltage.Decivolts / 100;

    private static long? Sum(SiteState state, MeterRole role)
    {
        long? sum = null;
        foreach (MeterMeasurement m in state.Meters)
        {
            sum = m.Role == role && m.Power is { } power ? (sum ?? 0) + power.Value : sum;
        }

        return sum;
    }

    private static StateOfCharge? Battery(SiteState state)
    {
        foreach (MeterMeasurement m in state.Meters)
        {
            if (m.Role == MeterRole.Battery && m.StateOfCharge is { } known)
            {
                return known;
            }
        }

        return null;
    }

    private static long CarsW(SiteState state)
    {
        long sum = 0;
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            foreach (Connector connector in chargePoint.Connectors)
            {
                sum += connector.Session is { HasOpenTransaction: true } ? connector.Live?.Sample.Power?.Value ?? 0 : 0;
            }
        }

        return sum;
    }

    private static decimal Seconds(TimeSpan age) => Math.Round((decimal)age.TotalSeconds, 1);
}
