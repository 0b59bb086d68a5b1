using System.Globalization;
using Stekker.Edge.Core.Savings;

namespace Stekker.Edge.Core.Tests.Savings;

public sealed class PeriodsTests
{
    [Theory]
    [InlineData(Period.Day, "2026-11-27", "2026-11-27", "2026-11-28", "2026-11-27")]
    [InlineData(Period.Week, "2026-11-29", "2026-11-23", "2026-11-30", "2026-W48")]
    [InlineData(Period.Week, "2027-01-03", "2026-12-28", "2027-01-04", "2026-W53")]
    [InlineData(Period.Week, "2024-12-30", "2024-12-30", "2025-01-06", "2025-W01")]
    [InlineData(Period.Month, "2028-02-29", "2028-02-01", "2028-03-01", "2028-02")]
    [InlineData(Period.Year, "2026-12-31", "2026-01-01", "2027-01-01", "2026")]
    public void A_day_is_in(Period period, string day, string first, string next, string name)
    {
        static DateOnly On(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

        DateOnly begins = Periods.First(period, On(day));

        Assert.Equal((On(first), On(next), name), (begins, Periods.Next(period, begins), Periods.Name(period, begins)));
    }
}
