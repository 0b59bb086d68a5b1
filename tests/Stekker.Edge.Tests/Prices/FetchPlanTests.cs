using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Prices;

namespace Stekker.Edge.Tests.Prices;

/// <summary>When prices are asked for, and which.</summary>
public class FetchPlanTests
{
    public static TheoryData<string, string, string, string, string, string> Plans => new()
    {
        { "nothing known: today and tomorrow, now", "", "2026-01-15T08:00Z", "2026-01-14T23:00Z", "2026-01-16T23:00Z", "2026-01-15T08:00Z" },
        { "today ends too early: today again", "2026-01-15T20:00Z", "2026-01-15T08:00Z", "2026-01-14T23:00Z", "2026-01-16T23:00Z", "2026-01-15T08:00Z" },
        { "today known, in the morning: tomorrow at 12:57", "2026-01-15T23:00Z", "2026-01-15T08:00Z", "2026-01-15T23:00Z", "2026-01-16T23:00Z", "2026-01-15T11:57Z" },
        { "today known, in the afternoon: tomorrow now", "2026-01-15T23:00Z", "2026-01-15T13:00Z", "2026-01-15T23:00Z", "2026-01-16T23:00Z", "2026-01-15T13:00Z" },
        { "tomorrow known: the day after it tomorrow", "2026-01-16T23:00Z", "2026-01-15T13:00Z", "2026-01-16T23:00Z", "2026-01-17T23:00Z", "2026-01-16T11:57Z" },
        { "half of tomorrow: the whole of it now", "2026-01-16T12:00Z", "2026-01-15T13:00Z", "2026-01-15T23:00Z", "2026-01-16T23:00Z", "2026-01-15T13:00Z" },
        { "before a day of 23 hours", "2026-03-28T23:00Z", "2026-03-28T08:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z", "2026-03-28T11:57Z" },
        { "before a day of 25 hours", "2026-10-24T22:00Z", "2026-10-24T08:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z", "2026-10-24T10:57Z" },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void What_is_missing_is_asked_for(string what, string known, string now, string from, string until, string at)
    {
        Wanted wanted = FetchPlan.Next(Known("2026-01-01T00:00Z", known), At(now), chance: 0, history: false);

        Assert.True(new Wanted(At(from), At(until), At(at)) == wanted, $"{what}: {wanted}");
    }

    [Fact]
    public void The_week_before_is_asked_for_where_it_is_not_known()
    {
        DateTimeOffset now = At("2026-01-15T08:00Z");
        Assert.Equal(new Wanted(At("2026-01-07T23:00Z"), At("2026-01-16T23:00Z"), now), FetchPlan.Next(PriceBook.Empty, now, 0, history: true));
        Assert.Equal(At("2026-01-15T23:00Z"), FetchPlan.Next(Known("2026-01-01T00:00Z", "2026-01-15T23:00Z"), now, 0, history: true).From);
    }

    [Fact]
    public void Boxes_are_spread_over_minutes() =>
        Assert.Equal(At("2026-01-15T12:01Z"), FetchPlan.Next(Known("2026-01-01T00:00Z", "2026-01-15T23:00Z"), At("2026-01-15T08:00Z"), chance: 0.5, history: false).At);

    public static TheoryData<string, EntsoEAnswer, int, string, double> Retries => new()
    {
        { "not yet, just after publication", new EntsoEAnswer.NotYet(""), 0, "2026-01-15T12:10Z", 5 },
        { "not yet, hours later", new EntsoEAnswer.NotYet(""), 0, "2026-01-15T16:00Z", 20 },
        { "the first failure", new EntsoEAnswer.Failed(""), 1, "2026-01-15T12:10Z", 1 },
        { "the fourth", new EntsoEAnswer.Failed(""), 4, "2026-01-15T12:10Z", 8 },
        { "the hundredth", new EntsoEAnswer.Failed(""), 100, "2026-01-15T12:10Z", 30 },
        { "too many requests", new EntsoEAnswer.Failed("", TimeSpan.FromSeconds(5)), 1, "2026-01-15T12:10Z", 10 },
        { "the server asks for more", new EntsoEAnswer.Failed("", TimeSpan.FromMinutes(45)), 1, "2026-01-15T12:10Z", 45 },
        { "a refused token", new EntsoEAnswer.Refused(""), 0, "2026-01-15T12:10Z", 60 },
    };

    [Theory]
    [MemberData(nameof(Retries))]
    public void After_an_answer_without_what_was_wanted(string what, EntsoEAnswer answer, int failures, string now, double minutes)
    {
        Wanted tomorrow = new(At("2026-01-15T23:00Z"), At("2026-01-16T23:00Z"), At(now));

        Assert.True(minutes == FetchPlan.Retry(answer, failures, At(now), tomorrow, chance: 0).TotalMinutes, what);
        Assert.Equal(minutes * 1.25, FetchPlan.Retry(answer, failures, At(now), tomorrow, chance: 1).TotalMinutes);
    }

    private static PriceBook Known(string from, string until)
    {
        ImmutableArray<PtuSpot>.Builder rows = ImmutableArray.CreateBuilder<PtuSpot>();
        for (DateTimeOffset at = At(from); until.Length > 0 && at < At(until); at += Ptu.Length)
        {
            rows.Add(new PtuSpot(at, 0.1m));
        }

        return new PriceBook(rows.DrainToImmutable(), []);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();
}
