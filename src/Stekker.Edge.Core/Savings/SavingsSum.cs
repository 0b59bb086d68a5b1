using System.Collections.Immutable;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Savings;

/// <summary>What sessions came to together. Those that took nothing do not count.</summary>
public sealed record SavingsSum
{
    /// <summary>Of a site whose prices are always missing: as many tell what is wrong as a thousand.</summary>
    public const int MostUnpriced = 100;

    public static readonly SavingsSum Nothing = new();

    public int Sessions { get; init; }

    public WattHours Energy { get; init; }

    public WattHours Sun { get; init; }

    /// <summary>What the money is for: the energy of sessions whose prices are known.</summary>
    public WattHours PricedEnergy { get; init; }

    public SettledMoney Money { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>Sessions whose money may still move.</summary>
    public int Provisional { get; init; }

    public int WithoutPrices { get; init; }

    /// <summary>The quarters those lack, the first <see cref="MostUnpriced"/> stretches.</summary>
    public ImmutableArray<QuarterSpan> Unpriced { get; init; } = [];

    /// <summary>Null where no kWh has a price.</summary>
    public decimal? SavedEurPerKwh => PricedEnergy > WattHours.Zero ? Money.SavedEur * 1000 / PricedEnergy.Value : null;

    public SavingsSum With(Settlement settlement)
    {
        if (settlement.Energy <= WattHours.Zero)
        {
            return this;
        }

        SavingsSum sum = this with { Sessions = Sessions + 1, Energy = Energy + settlement.Energy, Sun = Sun + settlement.Sun };
        return settlement.Money is { } money
            ? sum with
            {
                PricedEnergy = PricedEnergy + settlement.Energy,
                Money = Money + money,
                Provisional = Provisional + (settlement.State == SettlementState.Provisional ? 1 : 0),
            }
            : sum with
            {
                WithoutPrices = WithoutPrices + 1,
                Unpriced = [.. QuarterSpan.Merge(Unpriced.Concat(settlement.Unpriced)).Take(MostUnpriced)],
            };
    }
}
