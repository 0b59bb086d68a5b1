using System.Collections.Immutable;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Plausibility;

/// <summary>Looks at each reading with what is known of the meter and the site. Pure: history in, history and findings out.</summary>
public static class MeterJudge
{
    public static (MeterHistory History, ImmutableArray<Finding> Findings) Judge(MeterHistory history, MeterReading reading, SiteContext site)
    {
        ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();
        Ranges.Check(reading, site, findings);
        Changes.Check(history.Last, reading, site, findings);
        history = Frozen.Watch(history, reading, findings);
        history = Clamps.Watch(history, reading, site, findings);
        return (history with { Last = reading, LastDraws = site.Chargers }, findings.ToImmutable());
    }
}
