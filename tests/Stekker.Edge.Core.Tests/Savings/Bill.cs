using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Savings;

/// <summary>What a bill is made of, in few words: sessions, prices and the sun, per quarter of an hour.</summary>
internal static class Bill
{
    /// <summary>An evening in winter: 18:00 at the site.</summary>
    public static readonly DateTimeOffset Evening = new(2026, 11, 27, 17, 0, 0, TimeSpan.Zero);

    private static readonly PriceBook NoPrices = PriceBook.Empty;

    /// <summary>Bare market prices without tax or surcharge; an export earns 9 ct less than an import costs.</summary>
    public static SiteConfiguration Configuration(decimal? reference = 0.30m, TariffSettings? tariff = null) => new()
    {
        SiteId = "zonneweide-12",
        Tariff = tariff ?? new TariffSettings { Kind = TariffKind.Dynamic, FeedIn = FeedInKind.Fixed, FeedInEurPerKwh = 0.05m },
        Savings = new SavingsSettings(reference),
        Meters = [A(MeterRole.Grid), A(MeterRole.Solar)],
    };

    /// <param name="wh">Per quarter, from the start of the transaction's quarter on.</param>
    public static Session Session(DateTimeOffset from, params ImmutableArray<long> wh) => Session(1, from, from + (wh.Length * Ptu.Length), wh);

    public static Session Session(long id, DateTimeOffset from, DateTimeOffset until, params ImmutableArray<long> wh)
    {
        RegisterTrack register = new(new WattHours(wh.Sum()), until, new WattHours(wh.Sum()));
        Stamp start = new(from, true, null);
        Stamp end = new(until, true, null);
        return new Session
        {
            Id = id,
            ChargePointId = "CP01",
            ConnectorId = 1,
            PluggedIn = start,
            Unplugged = end,
            State = SessionState.Ended,
            Transaction = new Transaction(
                7, IdTag.TryParse("04A1")!.Value, CardVerdict.Accepted, start, from, WattHours.Zero, register, new TransactionEnd(end, register.Register, StopReason.Local, false)),
            Ptus = [.. wh.Select((w, i) => new PtuEnergy(Ptu.StartOf(from) + (i * Ptu.Length), new WattHours(w)))],
        };
    }

    /// <param name="eurPerKwh">Per quarter.</param>
    public static PriceBook Prices(DateTimeOffset from, params ImmutableArray<decimal> eurPerKwh) =>
        NoPrices with { Spot = [.. eurPerKwh.Select((p, i) => new PtuSpot(from + (i * Ptu.Length), p))] };

    /// <summary>One price over a whole month in Amsterdam, but for some quarters.</summary>
    public static PriceBook Month(DateTimeOffset within, decimal eurPerKwh, params ImmutableArray<PtuSpot> but)
    {
        TimeZoneInfo zone = SiteZone.Of("Europe/Amsterdam");
        DateOnly first = Periods.First(Period.Month, SiteZone.DayOf(zone, within));
        List<PtuSpot> spot = [];
        for (DateTimeOffset at = SiteZone.At(zone, first, default); at < SiteZone.At(zone, first.AddMonths(1), default); at += Ptu.Length)
        {
            PtuSpot other = but.FirstOrDefault(b => b.Start == at);
            spot.Add(other == default ? new PtuSpot(at, eurPerKwh) : other);
        }

        return NoPrices with { Spot = [.. spot] };
    }

    /// <summary>One quarter at the site's meters.</summary>
    public static SitePtu Quarter(DateTimeOffset start, long? sun, long? building, long cars) =>
        new(start, null, null, Wh(sun), Wh(building), new WattHours(cars), Ptu.Length);

    /// <summary>A day after all of it, when nothing is waited for any more.</summary>
    public static Settler Settler(PriceBook prices, SiteConfiguration? configuration = null, SiteHistory? history = null, DateTimeOffset? asOf = null, params ImmutableArray<Vehicle> vehicles) =>
        new(configuration ?? Configuration(), prices, history ?? SiteHistory.Empty, Keyed<string, Vehicle>.From(vehicles, StringComparer.Ordinal), asOf ?? Evening.AddDays(40));

    public static Settlement Settle(Session session, PriceBook prices, SiteConfiguration? configuration = null, params ImmutableArray<SitePtu> history) =>
        Settler(prices, configuration, new SiteHistory(history)).Settle(session);

    private static WattHours? Wh(long? value) => value is { } wh ? new WattHours(wh) : null;

    private static MeterSettings A(MeterRole role) => new()
    {
        Id = role.ToString(),
        Role = role,
        Device = "sdm630",
        Line = new MeterLine.Tcp("192.0.2.1", 502),
        UnitId = 1,
        Interval = TimeSpan.FromSeconds(1),
    };
}
