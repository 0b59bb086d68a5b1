namespace Stekker.Edge.Core.Configuration;

public enum TariffKind
{
    /// <summary>Day-ahead prices per PTU or hour.</summary>
    Dynamic,

    /// <summary>One price at all times.</summary>
    Fixed,
}

/// <summary>What energy given to the grid earns.</summary>
public enum FeedInKind
{
    /// <summary>The day-ahead price.</summary>
    DayAhead,

    /// <summary>One price at all times.</summary>
    Fixed,
    None,
}

/// <summary>What energy costs. Money is decimal EUR; prices are per kWh, before VAT.</summary>
public sealed record TariffSettings
{
    public TariffKind Kind { get; init; }

    /// <summary>Bidding zone of the prices.</summary>
    public string Area { get; init; } = "NL";

    /// <summary>With <see cref="TariffKind.Fixed"/>: the price. With <see cref="TariffKind.Dynamic"/>: what is reckoned with where none is known.</summary>
    public decimal? PriceEurPerKwh { get; init; }

    public decimal SurchargeEurPerKwh { get; init; }

    public decimal TaxEurPerKwh { get; init; }

    /// <summary>0.21 is 21 %.</summary>
    public decimal VatFraction { get; init; }

    public FeedInKind FeedIn { get; init; }

    public decimal? FeedInEurPerKwh { get; init; }
}
