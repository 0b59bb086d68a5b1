using Stekker.Edge.Core.Balancing;

namespace Stekker.Edge.Core.Configuration;

/// <summary>How limits are kept, where a site wants it otherwise than usual.</summary>
public sealed record BalancingSettings
{
    public BalancerSettings Balancer { get; init; } = BalancerSettings.Default;

    public WriterSettings Writer { get; init; } = WriterSettings.Default;
}
