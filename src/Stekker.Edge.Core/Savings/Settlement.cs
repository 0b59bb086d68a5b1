using System.Collections.Immutable;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Savings;

/// <summary>How far a session's costs are known.</summary>
public enum SettlementState
{
    /// <summary>For good.</summary>
    Settled,

    /// <summary>With what is known so far; reckoned again when more is.</summary>
    Provisional,

    /// <summary>A quarter has no price at all: nothing is said rather than guessed.</summary>
    NoPrices,
}

/// <summary>
/// What a session cost, and what the same energy would have cost otherwise. Money is rounded once, to the millionth of a euro the ledger
/// keeps (a kWh's price has no finer digit that matters); sums are of these, and whole cents are only for display.
/// </summary>
public sealed record Settlement
{
    public required long SessionId { get; init; }

    /// <summary>The session counts in the period in which its car was plugged in.</summary>
    public required DateTimeOffset PluggedIn { get; init; }

    public required DateTimeOffset Ended { get; init; }

    public required WattHours Energy { get; init; }

    /// <summary>What of it came from the site's own surplus.</summary>
    public WattHours Sun { get; init; }

    /// <summary>Null where a quarter has no price.</summary>
    public SettledMoney? Money { get; init; }

    /// <summary>The quarters without a price, in order.</summary>
    public ImmutableArray<QuarterSpan> Unpriced { get; init; } = [];

    /// <summary>Quarters reckoned at the tariff's fallback price.</summary>
    public int FallbackPtus { get; init; }

    /// <summary>Quarters of the reference's month whose price is not known (yet).</summary>
    public int ReferenceMissingPtus { get; init; }

    /// <summary>False while a meter's quarter or an imbalance signal may still come in.</summary>
    public bool IsMeasured { get; init; } = true;

    public SettlementState State =>
        Money is null ? SettlementState.NoPrices
        : AreCostsFinal && ReferenceMissingPtus == 0 ? SettlementState.Settled
        : SettlementState.Provisional;

    /// <summary>Only the reference may still move.</summary>
    public bool AreCostsFinal => Money is not null && FallbackPtus == 0 && IsMeasured;

    /// <summary>Prices of then are no longer kept (a new ledger, a long wait): reckoning again would lose what was known.</summary>
    public bool KnowsLessThan(Settlement other) =>
        Unpriced.Sum(s => s.Ptus) > other.Unpriced.Sum(s => s.Ptus) || FallbackPtus > other.FallbackPtus || ReferenceMissingPtus > other.ReferenceMissingPtus;

    /// <summary>Whether writing this in the place of the other would change anything.</summary>
    public bool IsSameAs(Settlement other) =>
        this with { Unpriced = [] } == other with { Unpriced = [] } && Unpriced.AsSpan().SequenceEqual(other.Unpriced.AsSpan());
}

/// <summary>A session's money, in EUR; what is earned is negative.</summary>
/// <param name="GridEur">For energy from the grid.</param>
/// <param name="SunEur">What the surplus would have earned as export.</param>
/// <param name="ImbalanceEur">What following the imbalance signal cost; booked apart.</param>
/// <param name="ReferenceEur">The same energy at the average rate of the country and period.</param>
/// <param name="AtOnceEur">The same energy at full power from the start, at the real prices and with the real sun.</param>
public sealed record SettledMoney(decimal GridEur, decimal SunEur, decimal ImbalanceEur, decimal ReferenceEur, decimal AtOnceEur)
{
    public decimal CostEur => GridEur + SunEur + ImbalanceEur;

    public decimal SavedEur => ReferenceEur - CostEur;

    public decimal SavedOnAtOnceEur => AtOnceEur - CostEur;

    public static SettledMoney operator +(SettledMoney a, SettledMoney b) => new(
        a.GridEur + b.GridEur, a.SunEur + b.SunEur, a.ImbalanceEur + b.ImbalanceEur, a.ReferenceEur + b.ReferenceEur, a.AtOnceEur + b.AtOnceEur);

    /// <summary>To the millionth of a euro.</summary>
    public static decimal Rounded(decimal eur) => decimal.Round(eur, 6, MidpointRounding.ToEven);
}
