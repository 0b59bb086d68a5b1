using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tests.Scheduling;

/// <summary>When a car is expected to leave, by the clocks of Amsterdam.</summary>
public class DeparturesTests
{
    private static readonly TimeZoneInfo Zone = SiteZone.Of("Europe/Amsterdam");

    [Theory]
    [InlineData("2025-11-03T18:00+01:00", "2025-11-04T08:00+01:00", "in the evening: next morning")]
    [InlineData("2025-11-03T02:00+01:00", "2025-11-03T08:00+01:00", "at night: the same morning")]
    [InlineData("2025-11-03T07:44+01:00", "2025-11-03T08:00+01:00", "a quarter before: still today")]
    [InlineData("2025-11-03T07:50+01:00", "2025-11-04T08:00+01:00", "no quarter left: the next day")]
    [InlineData("2025-10-25T20:00+02:00", "2025-10-26T08:00+01:00", "the night the clocks go back: 13 hours later")]
    [InlineData("2026-03-28T20:00+01:00", "2026-03-29T08:00+02:00", "the night they go forward: 11 hours later")]
    public void The_site_leaves_at_eight(string pluggedIn, string leaves, string why)
    {
        Assert.True(At(leaves) == Departures.Of(new PreferenceSettings(), null, Session(pluggedIn), Zone), why);
    }

    [Fact]
    public void A_vehicle_leaves_by_its_weekday_and_as_the_site_on_the_others()
    {
        ImmutableArray<TimeOnly?> week = [new(6, 30), null, null, null, null, new(11, 0), null];
        Vehicle van = new("van", "Van", null, null, null, new VehiclePreferences(week, null, null));

        Assert.Equal(At("2025-11-03T06:30+01:00"), Departures.Of(new PreferenceSettings(), van, Session("2025-11-02T20:00+01:00"), Zone));
        Assert.Equal(At("2025-11-04T08:00+01:00"), Departures.Of(new PreferenceSettings(), van, Session("2025-11-03T07:00+01:00"), Zone));
        Assert.Equal(At("2025-11-08T11:00+01:00"), Departures.Of(new PreferenceSettings(), van, Session("2025-11-07T20:00+01:00"), Zone));
    }

    [Fact]
    public void What_was_asked_for_this_session_comes_first()
    {
        Session session = Session("2025-11-03T18:00+01:00") with { Wish = new SessionWish(At("2025-11-03T21:00+01:00")) };

        Assert.Equal(At("2025-11-03T21:00+01:00"), Departures.Of(new PreferenceSettings(), null, session, Zone));
    }

    [Theory]
    [InlineData(2026, 3, 29, 2, 30, "2026-03-29T01:00Z", "the clocks skip it: the first moment after")]
    [InlineData(2025, 10, 26, 2, 30, "2025-10-26T00:30Z", "the clocks show it twice: the first")]
    public void A_time_of_day_that_is_not_there_or_twice_is_still_a_moment(int year, int month, int day, int hour, int minute, string moment, string why)
    {
        Assert.True(At(moment) == SiteZone.At(Zone, new DateOnly(year, month, day), new TimeOnly(hour, minute)), why);
    }

    private static Session Session(string pluggedIn) =>
        new() { Id = 1, ChargePointId = "CP01", ConnectorId = 1, PluggedIn = new Stamp(At(pluggedIn), true, null) };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
}
