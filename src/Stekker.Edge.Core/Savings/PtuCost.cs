using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Savings;

/// <summary>What a car took in one PTU, from where, and at what price. Exact; rounding comes after adding up.</summary>
/// <param name="Start">The PTU's start, UTC.</param>
/// <param name="Sun">What of the energy came from the site's own surplus.</param>
/// <param name="Price">Null where none is known.</param>
public sealed record PtuCost(DateTimeOffset Start, WattHours Energy, WattHours Sun, PtuPrice? Price)
{
    public WattHours Grid => Energy - Sun;

    public decimal? GridEur => Eur(Grid, Price?.ImportEurPerKwh);

    /// <summary>Feed-in forgone; negative where feeding in would have cost.</summary>
    public decimal? SunEur => Eur(Sun, Price?.FeedInEurPerKwh);

    /// <summary>On all of it: a kWh more taken is a kWh more of imbalance, wherever it comes from.</summary>
    public decimal? ImbalanceEur => Eur(Energy, Price?.ImbalanceEurPerKwh);

    private static decimal? Eur(WattHours energy, decimal? eurPerKwh) => energy.Value * eurPerKwh / 1000;
}
