using System.Globalization;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Configuration;

internal static class GridReader
{
    public static GridSettings Read(ObjectReader from)
    {
        GridSettings defaults = new();
        GridSettings grid = new()
        {
            Phases = from.Choice("phases", 1, 3) ?? defaults.Phases,
            Voltage = from.Volts("voltageV", 100, 300) ?? defaults.Voltage,
            Fuse = from.Amperes("fuseA") ?? defaults.Fuse,
            Gtv = from.Kilowatts("gtvKw"),
            GtvExport = from.Kilowatts("gtvExportKw", least: 0),
            FallbackBaseLoad = from.Kilowatts("fallbackBaseLoadKw", least: 0),
        };
        grid = grid with { MaxImbalance = from.Amperes("maxImbalanceA") };
        WarnAbove(from, "gtvKw", grid.Gtv, grid.FusePower);
        WarnAbove(from, "gtvExportKw", grid.GtvExport, grid.FusePower);
        WarnAbove(from, "fallbackBaseLoadKw", grid.FallbackBaseLoad, grid.ImportLimit);
        from.Finish();
        return grid;
    }

    private static void WarnAbove(ObjectReader from, string name, Watts? value, Watts most)
    {
        if (value is { } watts && watts > most)
        {
            string right = name == "fallbackBaseLoadKw"
                ? "is more than the connection gives: without a grid meter's word cars would get nothing"
                : "is more than the fuse carries; the fuse counts";
            from.Warn(name, string.Create(CultureInfo.InvariantCulture, $"{right} ({most.Value / 1000m:0.##} kW)"));
        }
    }

    /// <summary>A whole number out of a few.</summary>
    private static int? Choice(this ObjectReader from, string name, int one, int other)
    {
        int? number = from.Whole(name, one, other);
        if (number is null || number == one || number == other)
        {
            return number;
        }

        from.Error(name, string.Create(CultureInfo.InvariantCulture, $"must be {one} or {other}"));
        return null;
    }
}
