using Stekker.Edge.Control;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Tests.Control;

/// <summary>Why a car has what it has: what matters most is said first.</summary>
public sealed class SharingViewTests
{
    private static readonly Now Now = new(TimeSpan.FromHours(1), new DateTimeOffset(2027, 3, 21, 14, 10, 0, TimeSpan.Zero), UtcTrusted: true);

    private static readonly Grant Granted = new("CP01", 1, Amperes.FromWhole(10), 3, 3, false, false, false, Amperes.FromWhole(6));

    private static readonly ConnectorMemory On = new() { ChargePointId = "CP01", ConnectorId = 1, GrantedDeciA = 100 };

    [Fact]
    public void A_car_below_its_connectors_limit_shares_with_others() => Assert.Equal("shares", Why());

    [Fact]
    public void A_car_at_its_connectors_limit_has_all_it_may() =>
        Assert.Equal("full", Why(Granted with { Limit = Amperes.FromWhole(32) }));

    [Fact]
    public void A_car_that_was_granted_nothing_waits_and_for_how_long_is_told()
    {
        LimitEntry limit = Limit(Granted with { Limit = Amperes.Zero }, On with { GrantedDeciA = 0, WaitsSince = Now.Elapsed - TimeSpan.FromSeconds(40) })!;

        Assert.Equal(("waits", 40L, 0m), (limit.Why, limit.WaitsS, limit.GrantA));
    }

    [Fact]
    public void A_charger_that_ignores_its_limit_is_told_before_that_its_car_waits() =>
        Assert.Equal("ignoresLimit", Why(Granted with { Limit = Amperes.Zero, Ignored = true }, On with { GrantedDeciA = 0 }));

    [Fact]
    public void A_charger_that_is_cut_off_is_told_before_all_else() => Assert.Equal("offline", Why(Granted with { Ignored = true }, isConnected: false));

    [Fact]
    public void A_car_that_draws_less_leaves_the_rest_to_others() => Assert.Equal("takesLess", Why(memory: On with { IdleCapDeciA = 70 }));

    [Fact]
    public void A_car_that_takes_nothing_is_woken_or_told_to_be_plugged_in_again()
    {
        Assert.Equal("takesNothing", Why(memory: On with { Parked = true }));
        Assert.Equal("woken", Why(Granted with { WakeUp = true }, On with { Parked = true }));
        Assert.Equal("asleep", Why(memory: On with { Parked = true }, alert: "asleep:CP01/1"));
    }

    [Fact]
    public void A_charger_without_smart_charging_takes_no_limits() =>
        Assert.Equal("takesNoLimits", Why(can: Capabilities.Unknown with { SmartCharging = false }));

    [Fact]
    public void With_the_grid_meter_silent_everyone_has_the_safe_share() =>
        Assert.Equal("safeShare", Why(reading: new GridReading(default, null, Now.Elapsed - TimeSpan.FromSeconds(90))));

    [Fact]
    public void Where_no_car_charges_there_is_nothing_to_explain()
    {
        LimitEntry limit = SharingView.Limit(Site(Granted, On, null, null), Point(null, true, charging: false), Outlet(charging: false), Now)!;

        Assert.Equal((null, 10m, 6m), (limit.Why, limit.GrantA, limit.SafeShareA));
    }

    [Fact]
    public void Profile_writes_count_for_today_only()
    {
        SiteState site = Site(Granted, On, null, null);
        ProfileWrites Of(DateOnly day) => SharingView.Writes(
            site with { Steering = site.Steering with { Writer = site.Steering.Writer with { Counts = [new WriteCount("CP01", day, TimeSpan.Zero, 51, 1)] } } }, "CP01", Now);

        Assert.Equal(new ProfileWrites(51, 1, 50), Of(new DateOnly(2027, 3, 21)));
        Assert.Equal(new ProfileWrites(0, 0, 50), Of(new DateOnly(2027, 3, 20)));
    }

    private static string? Why(Grant? grant = null, ConnectorMemory? memory = null, bool isConnected = true, string? alert = null, Capabilities? can = null, GridReading? reading = null) =>
        Limit(grant, memory, isConnected, alert, can, reading)!.Why;

    private static LimitEntry? Limit(Grant? grant = null, ConnectorMemory? memory = null, bool isConnected = true, string? alert = null, Capabilities? can = null, GridReading? reading = null) =>
        SharingView.Limit(Site(grant ?? Granted, memory ?? On, alert, reading), Point(can, isConnected, charging: true), Outlet(charging: true), Now);

    private static SiteState Site(Grant grant, ConnectorMemory memory, string? alert, GridReading? reading)
    {
        SiteState fresh = SiteState.Restore(new SiteConfiguration { SiteId = "here" }, LedgerContents.Empty, Now);
        return fresh with
        {
            Alerts = alert is null ? fresh.Alerts : fresh.Alerts.With(new Alert(alert, "words", Now.Stamp)),
            Steering = fresh.Steering with
            {
                Grants = [grant],
                Grid = reading ?? new GridReading(default, null, Now.Elapsed),
                Balancer = fresh.Steering.Balancer with { Connectors = [memory] },
            },
        };
    }

    private static ChargePoint Point(Capabilities? can, bool isConnected, bool charging) =>
        ChargePoint.New(new ChargePointRecord("CP01", Admission.Accepted, null, 0)) with
        {
            Line = isConnected ? new ChargePointLine(1, "ocpp1.6", "here", TimeSpan.Zero) : null,
            Capabilities = can ?? Capabilities.Unknown,
            Connectors = Keyed<int, Connector>.From([Outlet(charging)], Comparer<int>.Default),
        };

    private static Connector Outlet(bool charging) => new(1, ConnectorStatus.Charging, null, Now.Stamp, charging ? Session : null);

    private static Session Session { get; } = new()
    {
        Id = 1,
        ChargePointId = "CP01",
        ConnectorId = 1,
        PluggedIn = Now.Stamp,
        State = SessionState.Charging,
        Transaction = new Transaction(
            7, IdTag.TryParse("04A1")!.Value, CardVerdict.Accepted, Now.Stamp, Now.Utc, WattHours.Zero, RegisterTrack.StartingAt(WattHours.Zero, Now.Utc)),
    };
}
