using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>What a car at a connector still needs, as far as anybody knows. Energies are at the charger's meter.</summary>
/// <param name="Battery">Of its vehicle, of the site's usual car, or assumed.</param>
/// <param name="Target">How full it is to be at departure.</param>
/// <param name="Now">How full it says it is; null where it does not say.</param>
/// <param name="Taken">In this session so far, when this was reckoned.</param>
/// <param name="Missing">From then to the target; zero once it is there.</param>
/// <param name="DirectUntil">What the session has taken when its direct phase is over.</param>
/// <param name="AtOnce">As fast as can be until the target: the driver asked for it, the departure has passed, or it would not wake from a pause.</param>
/// <param name="IsAssumed">The car does not say how full it is: what it needs is an assumption.</param>
/// <param name="Least">The least it charges with, on the phases it uses.</param>
/// <param name="Most">The most it takes here.</param>
/// <param name="Line">0, 1 or 2: the grid's line of a car on one phase; null for one on several.</param>
public sealed record CarNeed(
    string ChargePointId,
    int ConnectorId,
    long SessionId,
    CardPriority Priority,
    WattHours Battery,
    StateOfCharge Target,
    StateOfCharge? Now,
    WattHours Taken,
    WattHours Missing,
    WattHours DirectUntil,
    DateTimeOffset Departure,
    bool AtOnce,
    bool IsAssumed,
    Watts Least,
    Watts Most,
    int? Line)
{
    public string Name => $"{ChargePointId} connector {ConnectorId}";

    public WattHours DirectLeft => DirectUntil > Taken ? DirectUntil - Taken : WattHours.Zero;
}
