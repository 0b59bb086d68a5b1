using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Planning;
using Stekker.Edge.Planning;

namespace Stekker.Edge.Cli.Planning;

/// <summary>The planner on a case from a file: what a site would do, and what it would cost.</summary>
internal static class PlanCommand
{
    private const string Asap = "asap";

    public static Command Definition => new(
        "plan",
        "plans the charging of a case from a file: the cheapest way to have every car ready in time",
        [],
        [
            new Option("--input", "CASE", "the case: site, prices, sun and cars (planner-case/1)"),
            new Option("--output", "PLAN", "where the plan is written (planner-plan/1)"),
            new Option("--explain", null, "tells for each car why it charges when it does"),
            new Option("--timing", null, "tells how long planning takes, and how much memory"),
            new Option("--compare", Asap, "tells what charging as soon as possible would cost"),
        ],
        RunAsync)
    {
        Details = "Exit code 0 is a plan, also where a car cannot get all it wants by its departure; 1 is no plan, and every fault of the case is told.",
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        string input = call.Required("--input");
        string output = call.Required("--output");
        if (call.Text("--compare") is { } with && with != Asap)
        {
            throw new UsageException($"--compare '{with}': it is {Asap}");
        }

        PlanningCase planned = await ReadAsync(input, cancel);
        TimeProvider time = TimeProvider.System;
        long start = time.GetTimestamp();
        Plan plan = Planner.Plan(planned.Problem);
        TimeSpan elapsed = time.GetElapsedTime(start);
        try
        {
            await File.WriteAllBytesAsync(output, PlanWriter.Write(planned, plan, elapsed), cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--output {output} cannot be written: {e.Message}");
        }

        if (call.Has("--explain"))
        {
            foreach (string line in PlanExplanation.Lines(planned, plan))
            {
                call.Terminal.Say(line);
            }
        }

        if (call.Has("--timing"))
        {
            call.Terminal.Say(PlanTiming.Line(planned.Problem, elapsed, time));
        }

        if (call.Has("--compare"))
        {
            Compare(planned.Problem, plan, call.Terminal);
        }

        return ExitCode.Done;
    }

    private static async Task<PlanningCase> ReadAsync(string path, CancellationToken cancel)
    {
        byte[] text;
        try
        {
            text = await File.ReadAllBytesAsync(path, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--input {path} cannot be read: {e.Message}");
        }

        Findings findings = new();
        return CaseReader.Read(text, findings) ?? throw new CommandFailedException(
            $"{path} cannot be planned, it has {InWords.Count(findings.Errors.Count, "error", "errors")}:\n  {string.Join("\n  ", findings.Errors)}");
    }

    private static void Compare(PlanningProblem problem, Plan plan, Terminal terminal)
    {
        Plan asap = Planner.AsSoonAsPossible(problem);
        Table table = new Table("", "cost EUR", "unmet kWh").RightAligned(1, 2);
        table.Add("as soon as possible", Text(asap.CostEur), Text(Unmet(asap)));
        table.Add("this plan", Text(plan.CostEur), Text(Unmet(plan)));
        table.Add("difference", Text(asap.CostEur - plan.CostEur), Text(Unmet(asap) - Unmet(plan)));
        terminal.Say($"{table}");
    }

    private static double Unmet(Plan plan)
    {
        double unmetKwh = 0;
        foreach (PlannedSession session in plan.Sessions)
        {
            unmetKwh += session.UnmetKwh;
        }

        return unmetKwh;
    }

    private static string Text(double number) => number.ToString("0.0000", CultureInfo.InvariantCulture);
}
