using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Planning;

/// <summary>The sessions of a planning case.</summary>
internal static class SessionReader
{
    private const double UsualDirectFraction = 0.20;
    private const double UsualTargetFraction = 0.90;
    private const double MostKw = 1e5;

    public static ImmutableArray<PlanningSession> Read(CaseObject root, int steps, int lines)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        ImmutableArray<PlanningSession>.Builder sessions = ImmutableArray.CreateBuilder<PlanningSession>();
        foreach (CaseObject read in root.List("sessions", "the cars; [] where there is none"))
        {
            if (!read.IsThere)
            {
                continue;
            }

            PlanningSession session = Session(read, steps, lines);
            if (session.Id.Length > 0 && !ids.Add(session.Id))
            {
                read.Error("id", "must be unique; another session has it too");
            }

            sessions.Add(session);
        }

        return sessions.ToImmutable();
    }

    private static PlanningSession Session(CaseObject read, int steps, int lines)
    {
        string id = read.Text("id", "a name, unique in the case");
        int? arrives = read.TryWhole("arrivalStep", 0, Math.Max(0, steps - 1), "the step the car comes in");
        int? leaves = read.TryWhole("departureStep", 0, steps, "the first step it is away again");
        int arrival = arrives ?? 0;
        int departure = Math.Max(leaves ?? 0, arrival + 1);
        if (arrives is { } from && leaves is { } to && to <= from)
        {
            read.Error("departureStep", string.Create(CultureInfo.InvariantCulture, $"must be after arrivalStep ({from})"));
        }

        double batteryKwh = read.Number("batteryKwh", 0, 1e5, "what the car's battery holds");
        double soc = read.Number("startSocFraction", 0, 1, "what is in it at arrival");
        double direct = read.OptionalNumber("directFraction", 0, 1, "part of batteryKwh that is charged at once") ?? UsualDirectFraction;
        double target = read.OptionalNumber("targetFraction", 0, 1, "state of charge wanted at departure") ?? UsualTargetFraction;
        double mostKw = read.Number("maxChargeKw", 0, MostKw, "most it charges with");
        double leastKw = read.Number("minChargeKw", 0, MostKw, "6 A on each of its phases");
        if (leastKw > mostKw)
        {
            read.Error("minChargeKw", string.Create(CultureInfo.InvariantCulture, $"must be at most maxChargeKw ({mostKw})"));
        }

        return new(
            id,
            arrival,
            departure,
            (target - soc) * batteryKwh,
            direct * batteryKwh,
            leastKw,
            mostKw,
            Line(read, lines),
            read.Word("priority", "high", "normal") == "high",
            VehicleToGrid(read, batteryKwh, soc));
    }

    private static int? Line(CaseObject read, int lines)
    {
        int phases = read.Whole("phases", 1, 3, "1 or 3, the phases the car charges on");
        int line = (int)(read.OptionalNumber("line", 1, 3, "1, 2 or 3: the line of a car on one phase") ?? 1);
        if (phases == 2 || phases > lines)
        {
            read.Error("phases", lines == 1 ? "must be 1, as the site has" : "must be 1 or 3");
        }

        return lines == 1 ? 0 : phases == 3 ? null : line - 1;
    }

    private static VehicleToGrid? VehicleToGrid(CaseObject read, double batteryKwh, double soc)
    {
        CaseObject v2g = read.OptionalObject("v2g");
        if (!v2g.IsThere)
        {
            return null;
        }

        double dischargeKw = v2g.Number("dischargeKw", 0, MostKw, "most it gives back");
        double efficiency = v2g.Number("roundTripEfficiency", 0.01, 1, "what comes back of what went in");
        double floor = v2g.Number("minSocFraction", 0, 1, "least it is discharged to");
        return new(dischargeKw, efficiency, Math.Max(0, soc - floor) * batteryKwh);
    }
}
