using System.Collections.Immutable;
using Stekker.Edge.Core.Savings;

namespace Stekker.Edge.Control;

/// <summary>What a session cost and saved, in EUR; all money null where quarters have no price.</summary>
/// <param name="State">settled, provisional or noPrices.</param>
/// <param name="SunWh">What came from the site's own surplus.</param>
/// <param name="ReferenceEurPerKwh">The average rate it is held against.</param>
/// <param name="Unpriced">The quarters without a price.</param>
/// <param name="FallbackQuarters">Quarters reckoned at the tariff's fallback price.</param>
/// <param name="ReferenceMissingQuarters">Quarters of the month whose price is not known yet.</param>
public sealed record SettlementEntry(
    string State,
    long SunWh,
    decimal? CostEur,
    decimal? GridEur,
    decimal? SunEur,
    decimal? ImbalanceEur,
    decimal? ReferenceEur,
    decimal? ReferenceEurPerKwh,
    decimal? AtOnceEur,
    decimal? SavedEur,
    decimal? SavedOnAtOnceEur,
    ImmutableArray<SpanEntry> Unpriced,
    int FallbackQuarters,
    int ReferenceMissingQuarters)
{
    public static SettlementEntry Of(Settlement settlement, SiteTimes times) => new(
        Words.Of(settlement.State),
        settlement.Sun.Value,
        settlement.Money?.CostEur,
        settlement.Money?.GridEur,
        settlement.Money?.SunEur,
        settlement.Money?.ImbalanceEur,
        settlement.Money?.ReferenceEur,
        settlement is { Money: { } money, Energy.Value: > 0 } ? SettledMoney.Rounded(money.ReferenceEur * 1000 / settlement.Energy.Value) : null,
        settlement.Money?.AtOnceEur,
        settlement.Money?.SavedEur,
        settlement.Money?.SavedOnAtOnceEur,
        SpanEntry.Of(settlement.Unpriced, times),
        settlement.FallbackPtus,
        settlement.ReferenceMissingPtus);
}
