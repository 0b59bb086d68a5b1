using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Planning;

/// <summary>Reads a planning case ("planner-case/1"): checked whole, every fault told, with key, value and what would be right.</summary>
internal static class CaseReader
{
    private const string Format = "planner-case/1";
    private const int MostSteps = 1000;
    private const double MostKw = 1e5;
    private const double UsualAvoidedEurPerKwh = 0.09;

    /// <summary>Prices that are equal but for their rounding.</summary>
    private const double SamePrice = 1e-9;

    /// <summary>Null where it cannot be used; the findings say why.</summary>
    public static PlanningCase? Read(ReadOnlyMemory<byte> utf8, Findings findings)
    {
        ReadOnlyMemory<byte> text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                findings.Error("line 1", "", "must be an object: { \"format\": \"planner-case/1\", … }");
                return null;
            }

            PlanningCase read = Case(new CaseObject(document.RootElement, "", findings));
            return findings.Errors.Count == 0 ? read : null;
        }
        catch (JsonException e)
        {
            string where = e is { LineNumber: { } line, BytePositionInLine: { } column }
                ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {column + 1}")
                : "line 1";
            findings.Error(where, "", "is no JSON here: often a comma, quote or bracket is missing just before; NaN and Infinity are not JSON");
            return null;
        }
        catch (InvalidOperationException)
        {
            findings.Error("text", "", "must not hold half a character (a \\ud800 to \\udfff escape without its other half), and must be UTF-8");
            return null;
        }
    }

    private static PlanningCase Case(CaseObject root)
    {
        if (root.Text("format", Format) is { Length: > 0 } format && format != Format)
        {
            root.Error("format", $"must be \"{Format}\"");
        }

        string id = root.Text("caseId", "a name, copied into the plan");
        CaseObject time = root.Object("time", "start, stepMinutes and steps");
        DateTimeOffset start = Start(time);
        int minutes = time.Whole("stepMinutes", 1, 60, "the length of a step, 15 for a PTU");
        int steps = time.TryWhole("steps", 1, MostSteps, "the number of steps") ?? 0;
        double hours = minutes / 60.0;
        CaseObject site = root.Object("site", "phases, voltageV, gtvKw and fuseA");
        SiteConnection connection = Connection(site);
        double gtvKw = site.Number("gtvKw", 0, MostKw, "contracted import capacity");
        ImmutableArray<PlanningSession> sessions = SessionReader.Read(root, steps > 0 ? steps : MostSteps, connection.Lines);
        PlanningBattery? battery = Battery(root);
        CaseObject series = root.Object("series", "priceEurPerKwh, baseLoadKw and solarKw");
        if (steps == 0)
        {
            // Without the number of steps every series would look wrong.
            return new(id, start, TimeSpan.FromMinutes(minutes), new PlanningProblem(hours, [], [], [], [], connection, sessions, battery));
        }

        (double[] buy, double[] sell) = Prices(series, site, steps);
        double[] baseKw = series.Series("baseLoadKw", steps, 0, "the building without cars and battery") ?? new double[steps];
        double[] solarKw = series.Series("solarKw", steps, 0, "forecast production, positive") ?? new double[steps];
        double[]? limitKw = series.Series("limitKw", steps, double.MinValue, "import cap of a congestion window, null where there is none", isNeeded: false, double.PositiveInfinity);
        double[] restKw = new double[steps];
        double[] capKw = new double[steps];
        for (int t = 0; t < steps; t++)
        {
            restKw[t] = baseKw[t] - solarKw[t];
            capKw[t] = Math.Min(gtvKw, limitKw?[t] ?? double.PositiveInfinity);
        }

        return new(id, start, TimeSpan.FromMinutes(minutes), new PlanningProblem(hours, [.. buy], [.. sell], [.. restKw], [.. capKw], connection, sessions, battery));
    }

    private static DateTimeOffset Start(CaseObject time)
    {
        const string Right = "ISO 8601 with an offset, as 2026-01-12T00:00:00+01:00";
        string text = time.Text("start", Right);
        if (text.Length == 0 || (text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)))
        {
            return text.Length == 0 ? default : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        }

        time.Error("start", $"must be {Right}");
        return default;
    }

    private static SiteConnection Connection(CaseObject site)
    {
        int lines = site.Whole("phases", 1, 3, "1 or 3, the lines of the grid connection");
        if (lines == 2)
        {
            site.Error("phases", "must be 1 or 3, the lines of the grid connection");
            lines = 3;
        }

        double voltageV = site.Number("voltageV", 50, 1000, "line to neutral, as 230");
        double fuseA = site.Number("fuseA", 0, 1e5, "main fuse per line, in ampere");
        double evFuseA = site.OptionalNumber("evFuseA", 0, 1e5, "fuse of the feeder to all chargers per line, in ampere") ?? fuseA;
        double exportKw = site.OptionalNumber("gtvExportKw", 0, MostKw, "contracted export capacity") ?? double.PositiveInfinity;
        return new(lines, fuseA * voltageV / 1000, evFuseA * voltageV / 1000, exportKw);
    }

    private static (double[] Buy, double[] Sell) Prices(CaseObject series, CaseObject site, int steps)
    {
        double avoided = site.OptionalNumber("solarGridCostAvoidedEurPerKwh", -100, 100, "what own sun saves of grid cost") ?? UsualAvoidedEurPerKwh;
        double[] buy = series.Series("priceEurPerKwh", steps, double.MinValue, "what one imported kWh costs") ?? new double[steps];
        double[]? feedIn = series.Series("feedInEurPerKwh", steps, double.MinValue, "what one exported kWh earns", isNeeded: false);
        double[]? imbalance = series.Series("imbalanceEurPerKwh", steps, double.MinValue, "added to both prices", isNeeded: false);
        double[] sell = new double[steps];
        for (int t = 0; t < steps; t++)
        {
            sell[t] = feedIn?[t] ?? buy[t] - avoided;
            if (sell[t] > buy[t] + SamePrice)
            {
                string right = string.Create(CultureInfo.InvariantCulture, $"must be at most the import price of the step, {buy[t]}: else buying to sell back would pay");
                if (feedIn is null)
                {
                    site.Error("solarGridCostAvoidedEurPerKwh", "must be 0 or more: else exporting would earn more than importing costs");
                    break;
                }

                series.Error(string.Create(CultureInfo.InvariantCulture, $"feedInEurPerKwh[{t}] = {sell[t]}"), right);
            }

            buy[t] += imbalance?[t] ?? 0;
            sell[t] += imbalance?[t] ?? 0;
        }

        return (buy, sell);
    }

    private static PlanningBattery? Battery(CaseObject root)
    {
        CaseObject battery = root.OptionalObject("battery");
        if (!battery.IsThere)
        {
            return null;
        }

        double capacityKwh = battery.Number("capacityKwh", 0, 1e6, "what it can hold");
        double powerKw = battery.Number("powerKw", 0, MostKw, "most it charges and discharges");
        double efficiency = battery.Number("roundTripEfficiency", 0.01, 1, "what comes back of what went in");
        double now = battery.Number("socFraction", 0, 1, "what is in it at the start");
        double least = battery.Number("minSocFraction", 0, 1, "least it is discharged to");
        double most = battery.Number("maxSocFraction", 0, 1, "most it is charged to");
        double end = battery.OptionalNumber("endSocFraction", 0, 1, "least at the end of the horizon") ?? now;
        if (now < least || now > most)
        {
            battery.Error("socFraction", string.Create(CultureInfo.InvariantCulture, $"must be between minSocFraction ({least}) and maxSocFraction ({most})"));
        }
        else if (end > most)
        {
            battery.Error("endSocFraction", string.Create(CultureInfo.InvariantCulture, $"must be at most maxSocFraction ({most})"));
        }

        return new(powerKw, efficiency, now * capacityKwh, least * capacityKwh, most * capacityKwh, end * capacityKwh);
    }
}
