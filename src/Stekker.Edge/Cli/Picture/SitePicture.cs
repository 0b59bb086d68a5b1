using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Picture;

/// <summary>The site drawn in a terminal's characters: phases against the fuse, the PTU against the GTV, where the power goes, the cars.</summary>
internal static class SitePicture
{
    private const int MostAlertLines = 8;

    /// <summary>How far a bar goes on beyond its limit, so that an excess can be seen.</summary>
    private const decimal Beyond = 1.2m;

    private const int NumberCells = 40;

    /// <summary>With a heading, and the alerts below.</summary>
    /// <param name="heading">What site this is.</param>
    public static ImmutableArray<string> Whole(SiteStatus status, PictureStyle style, string heading)
    {
        string clock = DateTimeOffset.Parse(status.LocalTime, CultureInfo.InvariantCulture).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return [style.Strong($"{heading}   {clock}"), "", .. Draw(status, style), "", .. Alerts(status, style, MostAlertLines)];
    }

    public static ImmutableArray<string> Draw(SiteStatus status, PictureStyle style) =>
    [
        .. Grid(status.Grid, style),
        Ptu(status, style),
        .. Wrapping.Wrap(FlowsInWords(status), style.Columns, "power   "),
        "",
        .. ChargerRows.Draw(status, style),
        .. Plan(status, style),
    ];

    /// <summary>Left out where prices play no part.</summary>
    private static IEnumerable<string> Plan(SiteStatus status, PictureStyle style) =>
        status.Schedule.WhyNone is null ? ["", .. ScheduleStrip.Draw(status.Schedule, style)] : [];

    /// <summary>What a person should look at, in as many lines as may be.</summary>
    public static IEnumerable<string> Alerts(SiteStatus status, PictureStyle style, int most)
    {
        string[] lines = [.. status.Alerts.SelectMany(a => Wrapping.Wrap(Wrapping.Plain(a.Text), style.Columns, "! "))];
        foreach (string line in lines.Take(most))
        {
            yield return style.Warning(line);
        }

        if (lines.Length > most)
        {
            yield return style.Warning("  and more: 'stekker-edge status' has them all");
        }
    }

    /// <summary>Plain lines that say the same of the grid, for a text without bars.</summary>
    public static string InOneLine(SiteStatus status) => $"{Currents(status.Grid)}{PtuShortly(status.Ptu)}; {FlowsInWords(status)}";

    private static IEnumerable<string> Grid(GridEntry grid, PictureStyle style)
    {
        if (grid.CurrentA is not { } current)
        {
            yield return grid.Meter == "none" ? "grid    no grid meter: a part is kept free for the building" : "grid    its meter was not heard yet: every car gets its safe share";
            yield break;
        }

        string age = grid.Meter == "heard" ? "" : string.Create(CultureInfo.InvariantCulture, $"   meter silent for {grid.AgeS:0} s");
        string how = grid.Estimated ? "   estimated from clamps" : "";
        Bar bar = new(grid.FuseA * Beyond, grid.FuseA);
        int cells = style.Columns - NumberCells;
        yield return Phase("grid L1", current.L1, "");
        if (grid.Phases > 1)
        {
            yield return Phase("     L2", current.L2, "");
            yield return Phase("     L3", current.L3, "");
        }

        if (age.Length + how.Length > 0)
        {
            yield return style.Warning($"      {age}{how}");
        }

        string Phase(string name, decimal? amperes, string more)
        {
            decimal a = amperes ?? 0;
            string drawn = bar.Draw(style, cells, a);
            string number = amperes is null ? "not told" : string.Create(CultureInfo.InvariantCulture, $"{a,6:0.0} A of {grid.FuseA:0.#} A fuse");
            return $"{name} {(a > grid.FuseA ? style.Alarm(drawn) : style.Good(drawn))} {number}{more}";
        }
    }

    private static string Ptu(SiteStatus status, PictureStyle style)
    {
        if (status.Ptu is not { } ptu)
        {
            return "PTU     the clock is not set yet: the contracted capacity is kept at every moment";
        }

        decimal most = ptu.GtvW ?? status.Grid.FuseA * status.Grid.VoltageV * status.Grid.Phases;
        Bar bar = new(most * Beyond, ptu.GtvW);
        decimal used = ptu.UsedWh * 4;
        string drawn = bar.Draw(style, style.Columns - NumberCells, used, Math.Max(used, ptu.AverageW ?? 0));
        string average = ptu.AverageW is { } w ? Kw(w).PadLeft(8) : "  ?    ";
        string limit = ptu.GtvW is { } gtv ? $" of {Kw(gtv)} GTV" : "";
        return $"PTU     {(ptu.AverageW > ptu.GtvW ? style.Alarm(drawn) : style.Good(drawn))} {average}{limit}, {Clock(ptu.ElapsedS)}";
    }

    private static string FlowsInWords(SiteStatus status)
    {
        FlowEntry flows = status.Flows;
        List<string> parts = [];
        if (status.Grid.PowerW is { } grid)
        {
            parts.Add(grid < 0 ? $"{Kw(-grid)} to the grid" : $"{Kw(grid)} from the grid");
        }

        if (flows.SolarW is { } sun)
        {
            parts.Add($"sun {Kw(sun)}");
        }

        if (flows.BatteryW is { } battery)
        {
            string full = flows.BatteryFraction is { } f ? string.Create(CultureInfo.InvariantCulture, $" at {f * 100:0} %") : "";
            parts.Add($"battery {(battery < 0 ? "gives" : "takes")} {Kw(Math.Abs(battery))}{full}");
        }

        if (flows.BuildingW is { } building)
        {
            parts.Add($"building {(flows.BuildingDerived ? "about " : "")}{Kw(building)}");
        }

        parts.Add($"cars {Kw(flows.CarsW)}{(flows.FollowsSun ? ", following the sun" : "")}");
        return string.Join(", ", parts);
    }

    private static string Currents(GridEntry grid) => grid.CurrentA is { } c
        ? string.Create(CultureInfo.InvariantCulture, $"L1 {c.L1:0.0}{(grid.Phases > 1 ? string.Create(CultureInfo.InvariantCulture, $"  L2 {c.L2:0.0}  L3 {c.L3:0.0}") : "")} of {grid.FuseA:0.#} A")
        : "grid not heard";

    private static string PtuShortly(PtuStatus? ptu) => ptu is { AverageW: { } average, GtvW: { } gtv } ? $"; PTU {Kw(average)} of {Kw(gtv)}" : "";

    private static string Kw(long watts) => InWords.Power(watts);

    private static string Clock(long seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}");
}
