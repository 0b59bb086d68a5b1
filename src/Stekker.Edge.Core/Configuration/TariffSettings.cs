using System.Collections.Immutable;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Core.Configuration;

public enum TariffKind
{
    /// <summary>Day-ahead prices per PTU or hour.</summary>
    Dynamic,

    /// <summary>One price at all times.</summary>
    Fixed,

    /// <summary>Zones of the week and the year, each with its price.</summary>
    TimeOfUse,
}

/// <summary>What energy given to the grid earns, where the contract says it.</summary>
public enum FeedInKind
{
    /// <summary>The day-ahead price, bare: no surcharge, no tax, no VAT.</summary>
    DayAhead,

    /// <summary>One price at all times.</summary>
    Fixed,
    None,
}

/// <summary>
/// What energy costs. Money is decimal EUR; prices are per kWh, before VAT. A kWh from the grid costs (price + surcharge + tax) x (1 + VAT):
/// VAT is due on all of it, the tax included, as in the Netherlands. Each part may be below zero.
/// </summary>
public sealed record TariffSettings
{
    public TariffKind Kind { get; init; }

    /// <summary>Bidding zone of the day-ahead prices.</summary>
    public string Area { get; init; } = "NL";

    /// <summary>
    /// With <see cref="TariffKind.Fixed"/>: the price. With <see cref="TariffKind.TimeOfUse"/>: the price where no zone applies.
    /// With <see cref="TariffKind.Dynamic"/>: what is reckoned with where none is known.
    /// </summary>
    public decimal? PriceEurPerKwh { get; init; }

    /// <summary>Of <see cref="TariffKind.TimeOfUse"/>; where several apply, the first counts.</summary>
    public ImmutableArray<TariffZone> Zones { get; init; } = [];

    public decimal SurchargeEurPerKwh { get; init; }

    public decimal TaxEurPerKwh { get; init; }

    /// <summary>0.21 is 21 %.</summary>
    public decimal VatFraction { get; init; }

    /// <summary>Null where the contract says nothing of it: then a kWh given away earns what one from the grid costs, less <see cref="SolarGridCostAvoidedEurPerKwh"/>.</summary>
    public FeedInKind? FeedIn { get; init; }

    /// <summary>Of <see cref="FeedInKind.Fixed"/>: what a kWh earns, all in.</summary>
    public decimal? FeedInEurPerKwh { get; init; }

    /// <summary>What the grid's part of the price is worth: own sun put into a car is cheaper than the grid by so much. Only where <see cref="FeedIn"/> is null.</summary>
    public decimal SolarGridCostAvoidedEurPerKwh { get; init; } = 0.09m;

    /// <summary>Day-ahead prices play a part in what is paid or earned.</summary>
    public bool FollowsMarket => Kind == TariffKind.Dynamic || FeedIn == FeedInKind.DayAhead;
}
