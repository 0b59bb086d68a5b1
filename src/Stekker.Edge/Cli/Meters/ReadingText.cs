using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Cli.Meters;

/// <summary>A reading at the rim: for programs, and for the installer.</summary>
internal static class ReadingText
{
    public static MeterReadingEntry Entry(MeterReading r, DeviceDescription device, string line, int unit, List<string> notes, ImmutableArray<Finding> findings)
    {
        MeterVerdict verdict = MeterVerdict.Of(r, device, findings);
        return new MeterReadingEntry(
            device.Id,
            device.Name,
            line,
            unit,
            MeterWords.Of(r.Role),
            r.At.Utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            PhasesOf(r),
            r.Power?.Value,
            r.PvPower?.Value,
            r.ReactivePowerVar,
            r.FrequencyMilliHz / 1000m,
            r.PowerFactorPermille / 1000m,
            r.ImportEnergy?.Value,
            r.ExportEnergy?.Value,
            r.TotalEnergy?.Value,
            r.StateOfCharge?.Permille / 10m,
            r.IsEstimate,
            r.Basis,
            [.. notes.Where(n => !verdict.Sentences.Contains(n))],
            [.. findings.Select(f => new MeterFindingEntry(JsonNamingPolicy.CamelCase.ConvertName($"{f.Kind}"), f.Phase == Phase.Total ? null : $"{f.Phase}", f.Words))],
            new MeterVerdictEntry(MeterWords.Of(verdict.Level), verdict.Sentences));
    }

    public static string Of(MeterReadingEntry r, DeviceKind kind)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{r.Name} on {r.Line}, unit {r.UnitId}, read as {r.Role} at {r.At}\n\n");
        text.Append(Values(r)).Append("\n\n");
        Energies(r, text);
        string estimate = r.IsEstimate ? " \"~\" is an estimate." : "";
        text.Append(kind switch
        {
            DeviceKind.Inverter => "Production is positive.",
            DeviceKind.Battery => "Charging is positive.",
            _ => "Import is positive, export negative.",
        }).Append(estimate).Append('\n');
        foreach (string note in r.Notes)
        {
            text.Append("Note: ").Append(note).Append('\n');
        }

        text.Append(r.Verdict.Level switch
        {
            "good" => "Verdict: good",
            "look" => "Verdict: usable, with what to know",
            _ => "Verdict: not right yet",
        });
        foreach (string sentence in r.Verdict.Sentences)
        {
            text.Append("\n  - ").Append(sentence);
        }

        return text.ToString();
    }

    /// <summary>Only those the device measures.</summary>
    private static ImmutableArray<MeterPhaseEntry> PhasesOf(MeterReading r)
    {
        MeterPhaseEntry[] all =
        [
            Line("L1", r.Voltage.L1, r.Current.L1, r.PhasePower.L1),
            Line("L2", r.Voltage.L2, r.Current.L2, r.PhasePower.L2),
            Line("L3", r.Voltage.L3, r.Current.L3, r.PhasePower.L3),
        ];
        return [.. all.Where(p => p is not { VoltageV: null, CurrentA: null, PowerW: null })];
    }

    private static MeterPhaseEntry Line(string name, Volts? voltage, Amperes? current, Watts? power) => new(name, voltage?.Value, current?.Value, power?.Value);

    private static Table Values(MeterReadingEntry r)
    {
        string mark = r.IsEstimate ? "~" : "";
        MeterPhaseEntry[] phases = [.. r.Phases];
        Table table = new Table(["", .. phases.Select(p => p.Phase), "TOTAL"]).RightAligned(1, 2, 3, 4);
        Row("Voltage", p => p.VoltageV is { } v ? Number(v, "0.0", "V") : "-", "");
        Row("Current", p => p.CurrentA is { } a ? Number(a, "0.0", "A") : "-", "");
        Row("Power", p => p.PowerW is { } w ? mark + Number(w, "0", "W") : "-", r.PowerW is { } total ? mark + Number(total, "0", "W") : "-");
        return table;

        void Row(string name, Func<MeterPhaseEntry, string> of, string total)
        {
            // A device without this for any phase has no row for it.
            string[] cells = [.. phases.Select(of)];
            if (total.Length > 0 || Array.Exists(cells, c => c != "-"))
            {
                table.Add([name, .. cells, total]);
            }
        }
    }

    private static void Energies(MeterReadingEntry r, StringBuilder text)
    {
        Tell("Imported", r.ImportEnergyWh is { } import ? InWords.Energy(import) : null);
        Tell(r.Role == "solar" ? "Produced" : "Exported", r.ExportEnergyWh is { } export ? InWords.Energy(export) : null);
        Tell("Energy, both ways", r.TotalEnergyWh is { } total ? InWords.Energy(total) : null);
        Tell("From the panels", r.PvPowerW is { } pv ? Number(pv, "0", "W") : null);
        Tell("Battery holds", r.StateOfChargePercent is { } percent ? Number(percent, "0.#", "%") : null);
        Tell("Frequency", r.FrequencyHz is { } hz ? Number(hz, "0.00", "Hz") : null);
        Tell("Power factor", r.PowerFactor?.ToString("0.00", CultureInfo.InvariantCulture));
        Tell("Reactive power", r.ReactivePowerVar is { } reactive ? Number(reactive, "0", "var") : null);

        void Tell(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(name.PadRight(19)).Append(value).Append('\n');
            }
        }
    }

    private static string Number(decimal value, string format, string unit) => $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
