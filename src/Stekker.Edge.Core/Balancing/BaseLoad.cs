using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>Where the figure for a building that nobody measures comes from.</summary>
internal enum BaseLoadSource
{
    Configured,

    /// <summary>The highest of that hour in the last week.</summary>
    Seen,

    /// <summary>Nobody ever said or saw: a part of the connection.</summary>
    Share,
}

/// <summary>What to keep free for the building while nothing measures it.</summary>
internal readonly record struct BaseLoad(PhaseCurrents Currents, long PowerW, BaseLoadSource Source)
{
    public static BaseLoad Of(Desk desk)
    {
        GridLimits limits = desk.Input.Limits;
        HourLoad? seen = desk.State.BaseLoads.Highest(desk.Now);
        if (limits.FallbackBaseLoad is not { } configured)
        {
            return seen is { } s ? new BaseLoad(s.Currents, s.Power.Value, BaseLoadSource.Seen) : ShareOf(desk);
        }

        // Kilowatts say nothing of phases: spread evenly, unless one phase has been seen higher.
        int even = (int)((configured.Value * 100 / (limits.Voltage.Decivolts * limits.Phases)) + 1);
        PhaseCurrents spread = PhaseCurrents.FromDeciamperes(even, even, even);
        return new BaseLoad(seen is { } h ? spread.Highest(h.Currents) : spread, configured.Value, BaseLoadSource.Configured);
    }

    /// <summary>The standing word on a site that has no grid meter at all.</summary>
    public void TellNoMeter(Desk desk)
    {
        string kept = $"{Amperes.FromDeciamperes(Currents.MaxDeciamperes)} per phase and {PowerW / 1000m:0.0} kW";
        string why = Source switch
        {
            BaseLoadSource.Configured => "as fallbackBaseLoadKw says",
            BaseLoadSource.Seen => "the most a meter saw at this hour",
            _ => $"{desk.Settings.KeptForBuildingPercent} % of the connection, as nothing is known; set fallbackBaseLoadKw to the most the building takes",
        };
        desk.Find("no-grid-meter", TellLevel.Info, "grid", $"No grid meter is set up. Kept free for the building: {kept} ({why}). The chargers share the rest");
    }

    private static BaseLoad ShareOf(Desk desk)
    {
        GridLimits limits = desk.Input.Limits;
        int percent = desk.Settings.KeptForBuildingPercent;
        int deciA = limits.Fuse.Deciamperes * percent / 100;
        long powerW = (limits.Import?.Value ?? desk.Watts(limits.Fuse.Deciamperes, limits.Phases)) * percent / 100;
        return new BaseLoad(PhaseCurrents.FromDeciamperes(deciA, deciA, deciA), powerW, BaseLoadSource.Share);
    }
}
