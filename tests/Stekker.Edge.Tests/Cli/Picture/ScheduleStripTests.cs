using System.Collections.Immutable;
using Stekker.Edge.Cli.Picture;
using Stekker.Edge.Control;

namespace Stekker.Edge.Tests.Cli.Picture;

/// <summary>The hours ahead in a terminal's characters.</summary>
public sealed class ScheduleStripTests
{
    private static readonly DateTimeOffset From = new(2027, 3, 21, 17, 30, 0, TimeSpan.FromHours(1));

    /// <summary>Half a day from half past five: cheapest at two and three at night.</summary>
    private static readonly ScheduleEntry Night = new(
        null,
        2.5m,
        6.25m,
        [.. Enumerable.Range(0, 48).Select(t => From.AddMinutes(15 * t)).Select(at => new SchedulePtu($"{at:yyyy-MM-ddTHH:mm:sszzz}", at.Hour is 2 or 3 ? 0.05m : at.Hour is 17 or 18 ? 0.4m : 0.2m, 0.1m, false, 0))],
        [
            Car("Ada", "direct", 8_000, t => t < 4 ? 11_000 : t is >= 34 and < 42 ? 11_000 : 0),
            Car("Someone with a long name", "planned", 3_000, t => t is >= 34 and < 38 ? 3_700 : 0) with { IsAssumed = true, UnmetWh = 1_200 },
        ]);

    [Fact]
    public void Prices_stand_as_a_hill_above_when_each_car_charges() => Assert.Equal(
        """
                  18    21    00    03
        price    ███▄▄▄▄▄▄▄▄▄▄▄▄▄▄▁▁▁▁▄▄▄ 40.0 ct/kWh now
        Ada      ██               ████    8.0 kWh by 08:00
        Someone~                  ██      about 3.0 kWh by 08:00, 1.2 short
                 charging these cars: about EUR 2.50 as planned, EUR 6.25 if they charged at once
        """,
        Text(Night, new PictureStyle(100, Unicode: true, Colour: false)));

    [Fact]
    public void An_ascii_terminal_of_80_columns_sees_the_same_in_signs()
    {
        string[] lines = [.. ScheduleStrip.Draw(Night, new PictureStyle(80, Unicode: false, Colour: false))];

        Assert.All(lines, l => Assert.True(l.Length <= 90 && l.All(char.IsAscii), l));
        Assert.Contains("##               ####", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_no_plan_it_says_why() => Assert.Equal(
        "plan     none: no prices are known", Text(ScheduleEntry.Nothing with { WhyNone = "no prices are known" }, PictureStyle.Plain));

    [Fact]
    public void Prices_below_zero_and_all_alike_are_drawn_too()
    {
        ScheduleEntry flat = Night with { Ptus = [.. Night.Ptus.Select(p => p with { ImportEurPerKwh = -0.05m })] };

        Assert.Contains("-5.0 ct/kWh now", Text(flat, PictureStyle.Plain), StringComparison.Ordinal);
    }

    private static ScheduledCar Car(string label, string phase, long missingWh, Func<int, int> power) => new(
        "CP01", 1, 7, label, phase, "2027-03-22T08:00:00+01:00", 0.9m, 0.5m, 1_000, missingWh, false, 0, [.. Enumerable.Range(0, 48).Select(power)]);

    private static string Text(ScheduleEntry schedule, PictureStyle style) => string.Join('\n', ScheduleStrip.Draw(schedule, style).Select(l => l.TrimEnd()));
}
