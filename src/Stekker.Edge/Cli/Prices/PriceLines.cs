using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Cli.Prices;

/// <summary>One price of a file, as it is written there.</summary>
/// <param name="Where">"line 3".</param>
/// <param name="PerMwh">Else per kWh.</param>
/// <param name="Minutes">How long it holds; empty where the file does not say, and the file's own step counts.</param>
internal sealed record PriceLine(string Where, string Start, string Price, bool PerMwh, string Minutes);

/// <summary>From lines to prices per quarter of an hour: each wrong line is told, with what would be right.</summary>
internal sealed class PriceLines(SiteTimes times)
{
    private const int MostHolesTold = 3;

    private readonly List<string> faults = [];
    private readonly List<string> notes = [];

    /// <summary>All that is wrong, a line each.</summary>
    public List<string> Faults => faults;

    /// <summary>What is right and yet worth a word.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Of no use where there are faults.</summary>
    public ImmutableArray<PtuSpot> Read(IReadOnlyList<PriceLine> lines)
    {
        List<(PriceLine Line, DateTimeOffset Start, decimal EurPerKwh)> rows = [];
        DateTimeOffset? before = null;
        foreach (PriceLine line in lines)
        {
            DateTimeOffset? start = Start(line, before);
            if (Price(line) is { } price && start is { } at)
            {
                rows.Add((line, at, price));
            }

            before = start ?? before;
        }

        TimeSpan? step = StepOf(rows.ConvertAll(r => r.Start));
        ImmutableArray<PtuSpot>.Builder read = ImmutableArray.CreateBuilder<PtuSpot>();
        List<string> holes = [];
        for (int i = 0; i < rows.Count; i++)
        {
            DateTimeOffset? next = i + 1 < rows.Count ? rows[i + 1].Start : null;
            if (LengthOf(rows[i].Line, step) is not { } length)
            {
                continue;
            }

            DateTimeOffset end = rows[i].Start + length;
            if (end > next)
            {
                faults.Add($"{rows[i].Line.Where}: it holds for {length.TotalMinutes:0} minutes, and the next begins before it ends");
            }

            read.AddRange(SpotSeries.Quarters(rows[i].Start, length, rows[i].EurPerKwh));

            if (next > end)
            {
                holes.Add($"{times.Write(end)} to {times.Write(next.Value)}");
            }
        }

        TellOfHoles(holes);
        TellOfScale(rows.ConvertAll(r => (r.Line.PerMwh, r.EurPerKwh)));
        return read.DrainToImmutable();
    }

    private DateTimeOffset? Start(PriceLine line, DateTimeOffset? before)
    {
        // A spreadsheet writes a blank where ISO 8601 has a T.
        string text = line.Start.Length > 10 && line.Start[10] == ' ' ? $"{line.Start[..10]}T{line.Start[11..]}" : line.Start;
        if (times.InSeries(text, before) is not { } start)
        {
            faults.Add($"{line.Where}: start '{line.Start}': it is a moment such as 2027-01-31T08:00 (the site's time, and not in the hour the clocks skip in spring) or 2027-01-31T08:00:00+01:00");
            return null;
        }

        if (start != Ptu.StartOf(start))
        {
            faults.Add($"{line.Where}: start '{line.Start}': a price begins at :00, :15, :30 or :45");
        }
        else if (start == before)
        {
            faults.Add($"{line.Where}: start '{line.Start}' is there already, in the line before; each moment has one price");
        }
        else if (start < before)
        {
            faults.Add($"{line.Where}: start '{line.Start}' is before that of the line before; the lines are in order of time");
        }

        return start;
    }

    private decimal? Price(PriceLine line)
    {
        string column = line.PerMwh ? "eurPerMwh" : "eurPerKwh";
        if (!decimal.TryParse(line.Price, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal said))
        {
            faults.Add($"{line.Where}: {column} '{line.Price}': it is a number, with a point where it is broken (85.3)");
            return null;
        }

        decimal price = line.PerMwh ? said / 1000 : said;
        if (Math.Abs(price) <= SpotSeries.MostEurPerKwh)
        {
            return price;
        }

        string right = line.PerMwh ? "prices are from -10000 to 10000 EUR/MWh" : "prices are from -10 to 10 EUR/kWh; is it EUR/MWh? Then the column is called eurPerMwh";
        faults.Add($"{line.Where}: {column} {line.Price}: {right}");
        return null;
    }

    private TimeSpan? LengthOf(PriceLine line, TimeSpan? step)
    {
        if (line.Minutes.Length > 0)
        {
            if (line.Minutes is "15" or "30" or "60")
            {
                return TimeSpan.FromMinutes(int.Parse(line.Minutes, CultureInfo.InvariantCulture));
            }

            faults.Add($"{line.Where}: minutes '{line.Minutes}': it is 15, 30 or 60");
            return null;
        }

        if (step is { TotalMinutes: 15 or 30 or 60 })
        {
            return step;
        }

        faults.Add(step is { } odd
            ? string.Create(CultureInfo.InvariantCulture, $"{line.Where}: prices hold for 15, 30 or 60 minutes, and those here are {odd.TotalMinutes:0} minutes apart; 'minutes' beside a price says how long it holds")
            : $"{line.Where}: one price alone does not say how long it holds: 'minutes' beside it does (15, 30 or 60)");
        return null;
    }

    /// <summary>The smallest there is: the others are holes.</summary>
    private static TimeSpan? StepOf(List<DateTimeOffset> starts)
    {
        TimeSpan? step = null;
        for (int i = 1; i < starts.Count; i++)
        {
            TimeSpan apart = starts[i] - starts[i - 1];
            step = apart > TimeSpan.Zero && (step is null || apart < step) ? apart : step;
        }

        return step;
    }

    private void TellOfHoles(List<string> holes)
    {
        if (holes.Count > 0)
        {
            string more = holes.Count > MostHolesTold ? $" and {InWords.Count(holes.Count - MostHolesTold, "other", "others")}" : "";
            notes.Add($"no price for {string.Join(", ", holes.Take(MostHolesTold))}{more}: what was known there stays");
        }
    }

    private void TellOfScale(List<(bool PerMwh, decimal EurPerKwh)> rows)
    {
        if (rows.Count >= 24 && rows.TrueForAll(r => r.PerMwh && Math.Abs(r.EurPerKwh) < 0.001m))
        {
            notes.Add("all of these are below 1 EUR/MWh, a tenth of a cent per kWh: are they EUR/kWh? Then the column is called eurPerKwh");
        }
    }
}
