using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Core.Savings;

/// <summary>The price a quarter is billed at. Where a dynamic tariff names no price of its own for want of the market's, there is none: what was usual lately is good enough to plan by, not to bill by.</summary>
internal static class BilledPrice
{
    /// <param name="ptu">The PTU's start, UTC.</param>
    public static PtuPrice? At(SiteConfiguration configuration, PriceBook prices, DateTimeOffset ptu) =>
        configuration.Tariff is { Kind: TariffKind.Dynamic, PriceEurPerKwh: null } && prices.SpotAt(ptu) is null ? null : Pricing.At(configuration, prices, ptu);
}
