using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Picture;

/// <summary>The hours ahead as strips, one cell for each half hour: the price as a hill, and below it when each car charges.</summary>
internal static class ScheduleStrip
{
    private const int PtusPerCell = 2;

    /// <summary>A day; less where the terminal is not wide enough for it.</summary>
    private const int MostCells = 48;

    private const int NameCells = 9;
    private const int WordCells = 33;

    private const string Hill = "▁▂▃▄▅▆▇█";
    private const string PlainHill = ".:-=+*%#";

    public static IEnumerable<string> Draw(ScheduleEntry schedule, PictureStyle style)
    {
        if (schedule.WhyNone is { } why)
        {
            yield return $"{"plan",-NameCells}none: {why}";
            yield break;
        }

        int cells = Math.Min(Math.Min(MostCells, style.Columns - NameCells - WordCells - 1), schedule.Ptus.Length / PtusPerCell);
        yield return style.Quiet($"{"",-NameCells}{Hours(schedule, cells)}");
        yield return $"{"price",-NameCells}{style.Quiet(Prices(schedule, cells, style))} {Wrapping.Fit(PriceWords(schedule), WordCells)}";
        foreach (ScheduledCar car in schedule.Cars)
        {
            string name = Wrapping.Fit(Wrapping.Plain(car.Label ?? car.ChargePointId), NameCells - 1);
            yield return $"{name,-NameCells}{style.Good(Powers(car, cells, style))} {Wrapping.Fit(InWords(car), WordCells)}";
        }

        yield return $"{"",-NameCells}{CostWords(schedule)}";
    }

    private static string CostWords(ScheduleEntry schedule) => schedule.ChargingEur is not { } eur ? ""
        : schedule.AtOnceEur is { } atOnce ? $"charging these cars: about {Eur(eur)} as planned, {Eur(atOnce)} if they charged at once"
        : $"charging these cars: about {Eur(eur)} as planned";

    private static string Hours(ScheduleEntry schedule, int cells)
    {
        Span<char> row = stackalloc char[cells];
        row.Fill(' ');
        for (int c = 0; c < cells; c++)
        {
            DateTimeOffset start = At(schedule.Ptus[c * PtusPerCell].Start);
            if (start is { Hour: var hour, Minute: < 30 } && hour % 3 == 0 && c + 2 <= cells)
            {
                hour.ToString("00", CultureInfo.InvariantCulture).CopyTo(row[c..]);
                c++;
            }
        }

        return new string(row);
    }

    private static string Prices(ScheduleEntry schedule, int cells, PictureStyle style)
    {
        decimal?[] means = [.. Enumerable.Range(0, cells).Select(c => Mean(schedule, c))];
        decimal[] known = [.. means.OfType<decimal>()];
        (decimal least, decimal most) = known.Length == 0 ? (0, 0) : (known.Min(), known.Max());
        string hill = style.Unicode ? Hill : PlainHill;
        return string.Concat(means.Select(m => m is { } price ? hill[most == least ? 0 : (int)((price - least) / (most - least) * (hill.Length - 1))] : ' '));
    }

    private static decimal? Mean(ScheduleEntry schedule, int cell)
    {
        decimal? sum = 0;
        for (int t = cell * PtusPerCell; t < (cell + 1) * PtusPerCell; t++)
        {
            sum += schedule.Ptus[t].ImportEurPerKwh;
        }

        return sum / PtusPerCell;
    }

    private static string Powers(ScheduledCar car, int cells, PictureStyle style)
    {
        int most = Math.Max(1, car.PowerW.Max());
        string full = style.Unicode ? " ░▒▓█" : " .:=#";
        return string.Concat(Enumerable.Range(0, cells).Select(c =>
        {
            int sum = car.PowerW[c * PtusPerCell] + car.PowerW[(c * PtusPerCell) + 1];
            return full[sum <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(sum * (full.Length - 1.0) / (most * PtusPerCell)), 1, full.Length - 1)];
        }));
    }

    private static string PriceWords(ScheduleEntry schedule)
    {
        SchedulePtu now = schedule.Ptus[0];
        return now.ImportEurPerKwh is { } price ? $"{Cents(price)} ct/kWh now{(now.IsFallback ? " (reckoned)" : "")}" : "";
    }

    private static string InWords(ScheduledCar car)
    {
        string departure = At(car.Departure).ToString("HH:mm", CultureInfo.InvariantCulture);
        string kwh = $"{(car.IsAssumed ? "about " : "")}{Kwh(car.MissingWh)} kWh by {departure}";
        return car.Phase switch
        {
            "done" => "has what it is to have",
            "atOnce" => $"{kwh}: at once",
            _ when car.UnmetWh >= 500 => $"{kwh}, {Kwh(car.UnmetWh)} short",
            _ => kwh,
        };
    }

    private static string Kwh(long wh) => (wh / 1000m).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Cents(decimal eur) => (eur * 100).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Eur(decimal eur) => string.Create(CultureInfo.InvariantCulture, $"EUR {eur:0.00}");

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
