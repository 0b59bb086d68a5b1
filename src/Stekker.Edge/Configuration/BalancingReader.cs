using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Configuration;

/// <summary>What a site may tune of how limits are kept; everything has a default that fits a site nobody tuned.</summary>
internal static class BalancingReader
{
    public static BalancingSettings Read(ObjectReader from)
    {
        BalancerSettings balancer = BalancerSettings.Default;
        WriterSettings writer = WriterSettings.Default;
        BalancingSettings read = new()
        {
            Balancer = balancer with
            {
                Settling = from.Seconds("settlingS", 4, 60) ?? balancer.Settling,
                MinOn = from.Seconds("minOnS", 0, 3600) ?? balancer.MinOn,
                MinOff = from.Seconds("minOffS", 0, 3600) ?? balancer.MinOff,
                Slot = from.Seconds("turnS", 60, 14_400) ?? balancer.Slot,
                MinimumWhenOverloaded = from.Flag("minimumWhenOverloaded") ?? balancer.MinimumWhenOverloaded,
            },
            Writer = writer with { WritesPerDay = from.Whole("writesPerDay", 20, 10_000, " profiles") ?? writer.WritesPerDay },
        };
        from.Finish();
        return read;
    }
}
