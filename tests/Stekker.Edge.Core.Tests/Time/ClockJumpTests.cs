using System.Globalization;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Time;

/// <summary>Clocks that wake years off, are set back, or show an hour twice: no watt-hour is lost or counted double, whatever they show.</summary>
public sealed class ClockJumpTests
{
    private readonly SiteStory site = new(SiteStory.AtSite() with
    {
        Meters = [new() { Id = "main", Role = MeterRole.Grid, Device = "sdm630", Line = new MeterLine.Tcp("m", 502), UnitId = 1, Interval = TimeSpan.FromSeconds(1) }],
    });

    [Theory]
    [InlineData("1970-01-01T00:00:10Z")]
    [InlineData("2020-02-29T12:00:00Z")]
    public void A_box_that_wakes_years_ago_with_cars_charging_has_every_quarter_where_it_was_once_time_arrives(string wakesAt)
    {
        site.Time.WakeWithout(DateTimeOffset.Parse(wakesAt, CultureInfo.InvariantCulture) - site.Time.TrueUtc);
        site.Restarts().Ready();
        DateTimeOffset began = site.Time.TrueUtc;
        site.Says(ConnectorStatus.Preparing);
        int transaction = site.Starts(10_000, at: site.Time.Now.Utc).TransactionId;
        for (int minute = 1; minute <= 60; minute++)
        {
            site.AfterMinutes(1).Meters(10_000 + (minute * 100), transaction, at: site.Time.Now.Utc);
        }

        site.Time.Arrive();
        site.Tick();
        for (int minute = 61; minute <= 90; minute++)
        {
            site.AfterMinutes(1).Meters(10_000 + (minute * 100), transaction);
        }

        Session session = site.Session!;
        Assert.Equal((began, true), (session.PluggedIn.Utc, session.PluggedIn.Trusted));
        Assert.Equal(9_000, session.Energy.Value);
        Assert.Equal(9_000, session.Ptus.Sum(p => p.Energy.Value));
        Assert.All(session.Ptus, p => Assert.InRange(p.Start, began.AddMinutes(-15), site.Time.TrueUtc));
        Assert.InRange(session.Ptus.Length, 6, 7);
    }

    /// <summary>A time server that was wrong, or somebody's hand.</summary>
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_clock_that_is_set_while_cars_charge_loses_and_doubles_nothing(int seconds)
    {
        int transaction = Begins();
        Pass(30, transaction, from: 0);

        site.Time.Drift(TimeSpan.FromSeconds(seconds));
        Pass(60, transaction, from: 30);
        site.Stops(transaction, 19_000, at: site.Time.Now.Utc);

        Session session = site.Session!;
        Assert.Equal(9_000, session.Energy.Value);
        Assert.Equal(9_000, session.Ptus.Sum(p => p.Energy.Value));
        Assert.Equal(session.Ptus.Select(p => p.Start).Distinct().Order(), session.Ptus.Select(p => p.Start));
    }

    /// <summary>A leap second that is stepped (23:59:60 shown as 23:59:59 twice), and one that is smeared over a day (developers.google.com/time/smear).</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_leap_second_costs_no_quarter(bool isStepped)
    {
        site.Time.Pass(new DateTimeOffset(2026, 12, 31, 22, 59, 50, TimeSpan.Zero) - site.Time.TrueUtc);
        for (int s = 0; s < 2 * 3600; s++)
        {
            site.Time.Drift(!isStepped ? TimeSpan.FromTicks(-TimeSpan.TicksPerSecond / 86_400) : s == 3609 ? TimeSpan.FromSeconds(-1) : TimeSpan.Zero);
            Second(2_000);
        }

        SitePtu[] quarters = [.. site.State.History.Ptus];
        Assert.Equal(7, quarters.Length);
        Assert.All(quarters, q => Assert.InRange(q.Import!.Value.Value, 499, 501));
        Assert.Equal(quarters.Select((_, i) => quarters[0].Start + (i * TimeSpan.FromMinutes(15))), quarters.Select(q => q.Start));
    }

    /// <summary>A whole day by the clocks of Amsterdam.</summary>
    [Theory]
    [InlineData("2026-03-28T23:00:00Z", 23)]
    [InlineData("2026-10-24T22:00:00Z", 25)]
    [InlineData("2028-02-28T23:00:00Z", 24)]
    public void A_day_of_summer_time_has_all_its_quarters_each_once(string midnight, int hours)
    {
        DateTimeOffset start = DateTimeOffset.Parse(midnight, CultureInfo.InvariantCulture);
        site.Time.Pass(start - site.Time.TrueUtc - TimeSpan.FromSeconds(1));
        for (int s = 0; s < (hours * 3600) + 2; s++)
        {
            Second(4_000);
        }

        TimeZoneInfo zone = Core.Time.SiteZone.Of("Europe/Amsterdam");
        DateOnly day = Core.Time.SiteZone.DayOf(zone, start);
        SitePtu[] ofDay = [.. site.State.History.Ptus.Where(p => Core.Time.SiteZone.DayOf(zone, p.Start) == day)];
        Assert.Equal(hours * 4, ofDay.Length);
        Assert.Equal(hours * 4, ofDay.Select(p => p.Start).Distinct().Count());
        Assert.InRange(ofDay.Sum(p => p.Import!.Value.Value), (hours * 4_000) - 100, (hours * 4_000) + 100);
    }

    private int Begins()
    {
        site.Ready().Says(ConnectorStatus.Preparing);
        int transaction = site.Starts(10_000).TransactionId;
        site.Says(ConnectorStatus.Charging);
        return transaction;
    }

    private void Pass(int minutes, int transaction, int from)
    {
        for (int minute = 1; minute <= minutes; minute++)
        {
            site.AfterMinutes(1).Meters(10_000 + ((from + minute) * 100), transaction, at: site.Time.Now.Utc);
        }
    }

    private void Second(int gridW)
    {
        site.Happens(new SiteEvent.MeterRead(new MeterMeasurement("main", MeterRole.Grid, site.Time.Now.Elapsed) { Power = new Watts(gridW) }));
        site.After(TimeSpan.FromSeconds(1));
    }
}
