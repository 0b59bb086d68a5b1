using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Stekker.Edge.Twin.Virtual;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Reporting;

/// <summary>What a run in virtual time came to.</summary>
public sealed record TwinReport
{
    public required string Scenario { get; init; }

    public required ulong Seed { get; init; }

    public required double Days { get; init; }

    public required string Policy { get; init; }

    /// <summary>No invariant was broken.</summary>
    public required bool Holds { get; init; }

    public required int Violations { get; init; }

    /// <summary>The first ones.</summary>
    public required ImmutableArray<string> ViolationsInWords { get; init; }

    public required ImmutableArray<ExcusedEvents> Excused { get; init; }

    public required EnergyReport Energy { get; init; }

    public required GridReport Grid { get; init; }

    public required WritesReport Writes { get; init; }

    public required ImmutableArray<RungReport> Rungs { get; init; }

    public required SpeedReport Speed { get; init; }

    /// <summary>Null for a scenario without prices.</summary>
    public CostReport? Cost { get; init; }

    /// <param name="wall">What the run took.</param>
    public static TwinReport Of(VirtualSite site, LimitPolicy policy, TimeSpan wall)
    {
        TwinReport report = OfRun(site, policy, wall);
        return report with { Cost = CostReport.Of(site, report.Energy) };
    }

    private static TwinReport OfRun(VirtualSite site, LimitPolicy policy, TimeSpan wall) => new()
    {
        Scenario = site.Scenario.Name,
        Seed = site.Scenario.Seed,
        Days = Math.Round(site.Scenario.Duration.TotalDays, 3),
        Policy = Camel(policy.ToString()),
        Holds = site.Violations.Count == 0,
        Violations = site.Violations.Count,
        ViolationsInWords = [.. site.Violations.InWords.Select(v => v.ToString())],
        Excused = [.. Enum.GetValues<Excuse>().Select(e => new ExcusedEvents(Camel(e.ToString()), site.Excuses.OfFuse(e), site.Excuses.OfPtu(e)))],
        Energy = EnergyReport.Of(site.Visits, site.Sessions),
        Grid = new GridReport(
            site.Scenario.Site.Grid.Fuse.Deciamperes / 10.0,
            Math.Round(site.Fuses.PeakA, 1),
            site.Scenario.Site.Grid.ImportLimit.Value,
            (long)site.Ptus.PeakW,
            site.Ptus.PeakAt,
            site.Ptus.Ptus,
            site.Ptus.PtusNearLimit,
            Math.Round(site.Ptus.UsedHeadroomWs / Math.Max(1, site.Ptus.HeadroomWs), 3)),
        Writes = new WritesReport(site.Writes.Total, Math.Round(site.Writes.Total / (double)Math.Max(1, site.Writes.Days), 1), site.Writes.Most),
        Rungs = [.. Enum.GetValues<Rung>().Select(r => new RungReport(Camel(r.ToString()), site.Rungs.Times(r), site.Rungs.TimesCharging(r)))],
        Speed = new SpeedReport(Math.Round(site.World.At.TotalSeconds), Math.Round(wall.TotalSeconds, 2), Math.Round(site.World.At / wall), site.Steps),
    };

    public string ToJson() => JsonSerializer.Serialize(this, TwinReportJson.Default.TwinReport);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

/// <summary>Times a limit was exceeded for a reason that nobody could have done anything about.</summary>
public sealed record ExcusedEvents(string Reason, int Fuse, int Ptu);

/// <param name="NeededKwh">To the usual target on departure, of what could be had in the time the cars were there.</param>
/// <param name="VisitsUnmet">That left with less than nine tenths of it.</param>
public sealed record EnergyReport(double DeliveredKwh, double LedgerKwh, double MeterKwh, int Sessions, int Visits, double NeededKwh, double UnmetKwh, int VisitsUnmet)
{
    internal static EnergyReport Of(IReadOnlyList<Visit> visits, SessionWatch sessions)
    {
        double delivered = 0;
        double needed = 0;
        double unmet = 0;
        int visitsUnmet = 0;
        foreach (Visit visit in visits)
        {
            double need = Math.Min(visit.NeedWh, visit.PossibleWh);
            delivered += visit.TakenWh / 1000;
            needed += need / 1000;
            unmet += visit.UnmetWh / 1000;
            visitsUnmet += visit.UnmetWh > need / 10 ? 1 : 0;
        }

        return new EnergyReport(
            Math.Round(delivered, 1), Math.Round(sessions.LedgerKwh, 1), Math.Round(sessions.MeteredKwh, 1), sessions.Started, visits.Count, Math.Round(needed, 1), Math.Round(unmet, 1), visitsUnmet);
    }
}

/// <param name="LimitW">The contracted capacity, or the fuse where that is less.</param>
/// <param name="PtusNearLimit">Above 95 % of it.</param>
/// <param name="HeadroomUsed">Of what the building left below it while a car could have taken more, the part that cars took.</param>
public sealed record GridReport(double FuseA, double PeakA, long LimitW, long PeakPtuW, DateTimeOffset PeakPtuAt, long Ptus, long PtusNearLimit, double HeadroomUsed);

/// <summary>Charging profiles written.</summary>
public sealed record WritesReport(int Total, double PerChargerAndDay, int MostOnOneDay);

public sealed record RungReport(string Rung, int Times, int WhileCharging);

/// <param name="Ratio">Simulated time per wall time.</param>
public sealed record SpeedReport(double SimulatedS, double WallS, double Ratio, long Steps);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TwinReport))]
internal sealed partial class TwinReportJson : JsonSerializerContext;
