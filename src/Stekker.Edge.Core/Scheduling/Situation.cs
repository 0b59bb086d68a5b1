using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>All that a plan is made from and that may change at any moment; what changes steadily is looked at each PTU.</summary>
/// <param name="Cars">A fingerprint of who is there and what they asked.</param>
public sealed record Situation(DateTimeOffset Ptu, ulong Cars, PriceBook Prices, ImmutableArray<LimitWindow> Windows, WeatherForecast Weather, SiteConfiguration Configuration)
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    public static Situation Of(SiteState state, Now now)
    {
        ulong cars = FnvOffset;
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            foreach (Connector connector in chargePoint.Connectors)
            {
                if (connector.Session is { HasOpenTransaction: true } session)
                {
                    cars = With(cars, (ulong)session.Id);
                    cars = With(cars, (ulong)(session.Wish.Departure?.UtcTicks ?? 0));
                    cars = With(cars, (ulong)(session.Wish.TargetPermille ?? -1));
                    cars = With(cars, (session.Wish.ChargeNow ? 1UL : 0) | (ulong)session.Priority << 1
                        | (connector.Reading?.StateOfCharge is null ? 0 : 8UL)
                        | (CarNeeds.IsDone(state, chargePoint.Id, connector) ? 16UL : 0));
                }
            }
        }

        return new Situation(Time.Ptu.StartOf(now.Utc), cars, state.Prices, state.Steering.Windows, state.Weather, state.Configuration);
    }

    /// <summary>FNV-1a over whole words: the same in every run, unlike the framework's own hash codes.</summary>
    private static ulong With(ulong hash, ulong word) => (hash ^ word) * FnvPrime;
}
