namespace Stekker.Edge.Core.Charging;

/// <summary>What the driver asked of this one session. What is null is as the vehicle or the site has it.</summary>
/// <param name="TargetPermille">State of charge wanted at departure.</param>
/// <param name="ChargeNow">As fast as can be, whatever the price.</param>
public sealed record SessionWish(DateTimeOffset? Departure = null, int? TargetPermille = null, bool ChargeNow = false)
{
    public static readonly SessionWish None = new();
}
