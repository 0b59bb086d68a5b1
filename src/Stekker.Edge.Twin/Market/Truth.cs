using Stekker.Edge.Core.Time;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Market;

/// <summary>What the building really takes and the sun really gives in each PTU: the same world from the same seed, without any car.</summary>
public sealed class Truth : IWorldWatcher
{
    private readonly DateTimeOffset start;
    private readonly double[] buildingWs;
    private readonly double[] solarWs;

    public Truth(WorldSettings settings, ulong seed, TimeSpan duration)
    {
        TwinWorld world = new(settings with { Drivers = [] }, seed) { Watcher = this };
        start = Ptu.StartOf(world.Utc);
        int ptus = (int)Math.Ceiling(duration / Ptu.Length) + 1;
        (buildingWs, solarWs) = (new double[ptus], new double[ptus]);
        world.Advance(duration);
    }

    public double BuildingKw(DateTimeOffset ptu) => At(buildingWs, ptu);

    public double SolarKw(DateTimeOffset ptu) => At(solarWs, ptu);

    void IWorldWatcher.Passes(TwinWorld world, double seconds)
    {
        int ptu = Math.Min(buildingWs.Length - 1, (int)((world.Utc - start) / Ptu.Length));
        for (int p = 0; p < world.Settings.GridPhases; p++)
        {
            buildingWs[ptu] += world.Building.CurrentA(p) * world.Settings.VoltageV * seconds;
            solarWs[ptu] += world.Roof.CurrentA(p) * world.Settings.VoltageV * seconds;
        }
    }

    /// <summary>After the end it goes on as it ended.</summary>
    private double At(double[] ws, DateTimeOffset ptu)
    {
        int at = Math.Clamp((int)Math.Floor((ptu - start) / Ptu.Length), 0, ws.Length - 2);
        return ws[at] / Ptu.Length.TotalSeconds / 1000;
    }
}
