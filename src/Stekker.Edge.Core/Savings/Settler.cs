using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Savings;

/// <summary>
/// Settles sessions with what is known at one moment: prices, meters, the tariff. Each quarter's energy is the site's own surplus first, which
/// costs what it would have earned as export, and the rest is grid at the import price. Vehicle-to-grid exports play no part.
/// </summary>
/// <param name="asOf">UTC.</param>
public sealed class Settler(
    SiteConfiguration configuration, PriceBook prices, SiteHistory history, Keyed<string, Vehicle> vehicles, DateTimeOffset asOf)
{
    /// <summary>By then the meters' quarter is in the history, or will not be.</summary>
    private static readonly TimeSpan MetersSettle = Ptu.Length * 2;

    /// <summary>By then an imbalance signal has come, or there was none.</summary>
    private static readonly TimeSpan SignalsSettle = TimeSpan.FromDays(1);

    private readonly TimeZoneInfo zone = SiteZone.Of(configuration.TimeZone);
    private readonly bool measuresSun = configuration.Meters.Any(m => m.Role == MeterRole.Solar);

    /// <summary>Means of a month cost thousands of look-ups: one each.</summary>
    private readonly Dictionary<DateOnly, ReferenceRate?> rates = [];

    public static Settler Of(SiteState state, DateTimeOffset asOf) => new(state.Configuration, state.Prices, state.History, state.Vehicles, asOf);

    /// <summary>Over, and at times that are certain: else its quarters, and with them its prices, are anyone's guess.</summary>
    public static bool CanSettle(Session session) =>
        session is { State: SessionState.Ended, PluggedIn.Trusted: true, Transaction: { Started.Trusted: true, End.At.Trusted: true } };

    /// <summary>What the session took, quarter by quarter; those in which it took nothing are left out.</summary>
    public ImmutableArray<PtuCost> Quarters(Session session) => Reckon(session, session.Ptus);

    /// <param name="session">Over, or still running: then as of what it took so far, and provisional.</param>
    public Settlement Settle(Session session)
    {
        ImmutableArray<PtuCost> quarters = Quarters(session);
        WattHours energy = new(quarters.Sum(q => q.Energy.Value));
        ImmutableArray<PtuCost> atOnce = session.Transaction is { } transaction && energy > WattHours.Zero
            ? Reckon(session, AtOnce.Place(session, transaction, energy, configuration, session.Vehicle is { } id ? vehicles.Find(id) : null))
            : [];
        ReferenceRate? rate = Rate(session.PluggedIn.Utc);
        ImmutableArray<QuarterSpan> unpriced = energy > WattHours.Zero ? Unpriced(quarters, atOnce, rate, session) : [];
        return new Settlement
        {
            SessionId = session.Id,
            PluggedIn = session.PluggedIn.Utc,
            Ended = session.Unplugged?.Utc ?? asOf,
            Energy = energy,
            Sun = new WattHours(quarters.Sum(q => q.Sun.Value)),
            Money = unpriced.IsEmpty ? MoneyOf(quarters, atOnce, rate) : null,
            Unpriced = unpriced,
            FallbackPtus = quarters.Concat(atOnce).Where(q => q.Price?.Source == PriceSource.Fallback).DistinctBy(q => q.Start).Count(),
            ReferenceMissingPtus = energy > WattHours.Zero ? rate?.MissingPtus ?? 0 : 0,
            IsMeasured = session.State == SessionState.Ended && quarters.Concat(atOnce).All(q => IsMeasured(q.Start)),
        };
    }

    /// <summary>Better where more is known by now; where less is (prices or meters of then are no longer kept), as it was.</summary>
    public Settlement Again(UnsettledSession unsettled)
    {
        Settlement? before = unsettled.Written;
        if (unsettled.Session is { } session && !(before?.Sun > WattHours.Zero && !Reaches(session)))
        {
            Settlement now = Settle(session);
            return before is not null && now.KnowsLessThan(before) ? before : now;
        }

        Settlement referred = WithReference(before!);
        return referred.KnowsLessThan(before!) ? before! : referred;
    }

    private bool Reaches(Session session) => !history.Ptus.IsEmpty && !session.Ptus.IsEmpty && history.Ptus[0].Start <= session.Ptus[0].Start;

    /// <summary>The same costs against the reference as it is known now.</summary>
    private Settlement WithReference(Settlement settled) => settled.Money is { } money && Rate(settled.PluggedIn) is { } rate
        ? settled with { Money = money with { ReferenceEur = ReferenceEur(settled.Energy, rate) }, ReferenceMissingPtus = rate.MissingPtus }
        : settled;

    private static ImmutableArray<QuarterSpan> Unpriced(ImmutableArray<PtuCost> quarters, ImmutableArray<PtuCost> atOnce, ReferenceRate? rate, Session session)
    {
        IEnumerable<QuarterSpan> missing = quarters.Concat(atOnce).Where(q => q.Price is null).Select(q => QuarterSpan.Of(q.Start));
        return QuarterSpan.Merge(rate is null ? missing.Append(QuarterSpan.Of(Ptu.StartOf(session.PluggedIn.Utc))) : missing);
    }

    private static SettledMoney MoneyOf(ImmutableArray<PtuCost> quarters, ImmutableArray<PtuCost> atOnce, ReferenceRate? rate)
    {
        static decimal Sum(ImmutableArray<PtuCost> lines, Func<PtuCost, decimal?> what) => SettledMoney.Rounded(lines.Sum(what) ?? 0);
        return new SettledMoney(
            Sum(quarters, q => q.GridEur),
            Sum(quarters, q => q.SunEur),
            Sum(quarters, q => q.ImbalanceEur),
            rate is null ? 0 : ReferenceEur(new WattHours(quarters.Sum(q => q.Energy.Value)), rate),
            Sum(atOnce, q => q.GridEur + q.SunEur + q.ImbalanceEur));
    }

    private static decimal ReferenceEur(WattHours energy, ReferenceRate rate) => SettledMoney.Rounded(energy.Value * rate.EurPerKwh / 1000);

    private ImmutableArray<PtuCost> Reckon(Session session, ImmutableArray<PtuEnergy> took)
    {
        ImmutableArray<PtuCost>.Builder quarters = ImmutableArray.CreateBuilder<PtuCost>(took.Length);
        foreach (PtuEnergy ptu in took)
        {
            if (ptu.Energy > WattHours.Zero)
            {
                SitePtu? site = history.At(ptu.Start);
                WattHours others = site is null ? WattHours.Zero : site.Cars - TakenIn(session, ptu.Start);
                quarters.Add(new PtuCost(ptu.Start, ptu.Energy, SunShare.Of(site, ptu.Energy, others), BilledPrice.At(configuration, prices, ptu.Start)));
            }
        }

        return quarters.DrainToImmutable();
    }

    private static WattHours TakenIn(Session session, DateTimeOffset ptu)
    {
        foreach (ref readonly PtuEnergy taken in session.Ptus.AsSpan())
        {
            if (taken.Start == ptu)
            {
                return taken.Energy;
            }
        }

        return WattHours.Zero;
    }

    private bool IsMeasured(DateTimeOffset ptu)
    {
        TimeSpan ago = asOf - ptu;
        bool meters = !measuresSun || ago >= MetersSettle || history.At(ptu) is not null;
        bool signals = !configuration.Imbalance.Enabled || ago >= SignalsSettle || prices.ImbalanceAt(ptu) is not null;
        return meters && signals;
    }

    private ReferenceRate? Rate(DateTimeOffset pluggedIn)
    {
        DateOnly month = Periods.First(Period.Month, SiteZone.DayOf(zone, pluggedIn));
        if (!rates.TryGetValue(month, out ReferenceRate? rate))
        {
            rates[month] = rate = ReferenceRate.For(configuration, prices, zone, pluggedIn);
        }

        return rate;
    }
}
