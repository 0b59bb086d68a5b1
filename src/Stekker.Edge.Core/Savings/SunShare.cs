using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Savings;

/// <summary>
/// Which part of a car's energy in a PTU was the site's own surplus: what the sun made beyond what the building took, as far as cars took it,
/// shared among the cars by energy. Whole watt-hours, rounded down, so that cars together never take more sun than there was.
/// </summary>
public static class SunShare
{
    /// <param name="site">What the meters saw; without it, or without sun or building in it, all came from the grid.</param>
    /// <param name="others">What all other cars took in that PTU.</param>
    public static WattHours Of(SitePtu? site, WattHours energy, WattHours others)
    {
        if (site is not { Solar: { } solar, Building: { } building } || solar <= building || energy <= WattHours.Zero)
        {
            return WattHours.Zero;
        }

        long cars = energy.Value + Math.Max(0, others.Value);
        long taken = Math.Min(cars, (solar - building).Value);
        return new WattHours((long)((decimal)taken * energy.Value / cars));
    }
}
