using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench.Policies;

/// <summary>What the native binary's twin reports of one run.</summary>
/// <param name="HeadroomUsed">Of what the building left below the limit while a car could have taken more, the part that cars took.</param>
/// <param name="Violations">Of all invariants, of a fuse and of a PTU's limit too.</param>
internal sealed record TwinRun(
    string Scenario, int Seed, string Policy, double DeliveredKwh, double UnmetKwh, double HeadroomUsed, int Violations, double SimulatedSeconds, double WallSeconds)
{
    public static readonly string[] Scenarios = ["garage", "office", "depot", "public"];

    public static async Task<TwinRun> MakeAsync(string scenario, int days, int seed, string policy)
    {
        string[] arguments = ["twin", "--scenario", scenario, "--days", $"{days}", "--seed", $"{seed}", "--policy", policy, "--json"];
        ProcessStartInfo start = new(EdgeBinary.Location, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("the native binary did not start");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        // It ends with 1 where an invariant is broken, which simple policies do; then too it reports.
        return said.StartsWith('{')
            ? Read(said, scenario, seed, policy)
            : throw new InvalidOperationException($"stekker-edge {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }

    private static TwinRun Read(string json, string scenario, int seed, string policy)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement report = document.RootElement;
        JsonElement energy = report.GetProperty("energy");
        JsonElement speed = report.GetProperty("speed");
        return new TwinRun(
            scenario,
            seed,
            policy,
            energy.GetProperty("deliveredKwh").GetDouble(),
            energy.GetProperty("unmetKwh").GetDouble(),
            report.GetProperty("grid").GetProperty("headroomUsed").GetDouble(),
            report.GetProperty("violations").GetInt32(),
            speed.GetProperty("simulatedS").GetDouble(),
            speed.GetProperty("wallS").GetDouble());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scenario}, seed {Seed}, {Policy}");
}
