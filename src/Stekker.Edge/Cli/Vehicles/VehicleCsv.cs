using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Csv;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Vehicles;

/// <summary>The list of vehicles as a file, in the kW and kWh of their papers.</summary>
internal static class VehicleCsv
{
    private static readonly string[] Columns = ["id", "label", "batteryKwh", "maxKw", "phases", "departure", "target", "direct"];

    /// <exception cref="CommandFailedException">A line is wrong; all that are, are told.</exception>
    public static ImmutableArray<VehicleEntry> Read(string path, Terminal terminal)
    {
        (List<CsvRow> rows, List<string> faults) = CsvTable.Read(path, Columns, terminal);
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        List<VehicleEntry> vehicles = [];
        foreach (CsvRow row in rows)
        {
            List<string> wrong = [];
            VehicleEntry vehicle = new()
            {
                Id = row["id"],
                Label = row["label"],
                BatteryWh = VehicleCommands.Thousandfold(Number(row, "batteryKwh", wrong)),
                MaxPowerW = VehicleCommands.Thousandfold(Number(row, "maxKw", wrong)),
                Phases = (int?)Number(row, "phases", wrong, NumberStyles.None),
                Departure = row["departure"],
                TargetFraction = Number(row, "target", wrong),
                DirectFraction = Number(row, "direct", wrong),
            };
            wrong.AddRange(vehicle.Faults());
            if (!lines.TryAdd(vehicle.Id, row.Line))
            {
                wrong.Add($"vehicle {vehicle.Id} is on line {lines[vehicle.Id]} already");
            }

            faults.AddRange(wrong.Select(w => $"line {row.Line}: {w}"));
            vehicles.Add(vehicle);
        }

        CsvTable.AllOrNothing(path, faults);
        return [.. vehicles];
    }

    private static decimal? Number(CsvRow row, string column, List<string> wrong, NumberStyles style = NumberStyles.AllowDecimalPoint)
    {
        string text = row[column];
        if (text.Length == 0)
        {
            return null;
        }

        // Far beyond all that Faults lets through, and within what a long of Wh holds.
        if (decimal.TryParse(text, style, CultureInfo.InvariantCulture, out decimal number) && number < 1_000_000)
        {
            return number;
        }

        wrong.Add($"{column} '{text}': it is a number, with a point where it is broken (7.4)");
        return null;
    }
}
