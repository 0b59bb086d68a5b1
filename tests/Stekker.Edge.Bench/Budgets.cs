using Stekker.Edge.Bench.Cloud;
using Stekker.Edge.Bench.Planning;
using Stekker.Edge.Bench.Policies;
using Stekker.Edge.Bench.Steering;

namespace Stekker.Edge.Bench;

/// <summary>Every budget of the product beside what the native binary takes. What other parts of the same run measured is not measured again.</summary>
internal sealed class Budgets(Options options)
{
    private const string Packages = "artifacts";
    private const int TwinDays = 30;

    /// <summary>Of ten chargers; its drivers are ten cars that live there.</summary>
    private const string TenCars = "garage";

    public StartUp? StartUp { get; set; }

    public UrgentCuts? Cuts { get; set; }

    public CpuShare? Cpu { get; set; }

    public PlanTimes? Plan { get; set; }

    public List<MeasuredDay>? Days { get; set; }

    public async Task<Budget[]> MeasureAsync()
    {
        StartUp start = StartUp ??= await Bench.StartUp.MeasureAsync();
        CpuShare cpu = Cpu ??= await CpuShare.MeasureAsync();
        PlanTimes plan = Plan ??= await PlanTimes.MeasureAsync();
        UrgentCuts cuts = Cuts ??= await UrgentCuts.MeasureAsync(sites: 1);
        TwinRun twin = await TwinRun.MakeAsync(TenCars, TwinDays, seed: 1, "balancer");
        List<MeasuredDay> days = Days ??= await SiteDays.MeasureAsync(options);
        PlanTime slowest = plan.Large.MaxBy(p => p.FirstMs)!;
        return
        [
            new("binary", 14, "MB", start.BinaryMb, "for linux-x64; symbols are apart"),
            new("package", 6, "MB", PackageMb(out string which), which),
            new("resident, 20 chargers, 3 meters", 40, "MB", cpu.ResidentMb, $"{cpu.AnonymousMb:F1} MB heaps and stacks, the rest files' pages; highest {cpu.PeakMb:F1} MB"),
            new("start to first OCPP handshake", 0.3, "s", start.HandshakeSeconds, $"median of 10, slowest {start.SlowestSeconds:F3} s"),
            new("reading to SetChargingProfile, 64 chargers, p99", 20, "ms", UrgentCuts.Share(cuts.FirstMs, 0.99), $"first charger, {cuts.FirstMs.Length} jumps; all chargers {UrgentCuts.Share(cuts.LastMs, 0.99):F1} ms"),
            new("plan, 40 cars x 192 steps", 20, "ms", slowest.FirstMs, $"first plan of a new process, slowest of {plan.Large.Length} sites; again in {slowest.AgainMs:F1} ms"),
            new("plan, cost above the optimum, mean", 0.3, "%", plan.GapPercents.Average(), $"{plan.GapPercents.Length} cases with known optima, most {plan.GapPercents.Max():F3} %"),
            new("written to flash a day, 10 chargers", 20, "MB", days.Max(SiteDays.FlashMbPerDay), $"reckoned from windows of {options.Minutes} min, {SiteDays.SessionsPerDay} sessions a day; the most of: no cloud, plain, TLS"),
            new("one simulated year, 10 cars", 60, "s", twin.WallSeconds * 365 / TwinDays, $"{TwinDays} days of '{TenCars}' in {twin.WallSeconds:F1} s, scaled"),
        ];
    }

    public static void Print(Budget[] table)
    {
        Console.WriteLine($"{"what",-44} {"budget",11} {"measured",13}");
        Array.ForEach(table, b => Console.WriteLine(b));
        Console.WriteLine($"\n{table.Count(b => b.Holds)} of {table.Length} budgets are kept\n");
    }

    /// <summary>The newest for this machine, which './build.sh bench' has just packed; null where there is none.</summary>
    private static double? PackageMb(out string which)
    {
        FileInfo? newest = Directory.Exists(Packages)
            ? new DirectoryInfo(Packages).GetFiles("*_linux-x64.ipk").MaxBy(f => f.LastWriteTimeUtc)
            : null;
        which = newest?.Name ?? $"no package in {Packages}: './build.sh ipk linux-x64' makes it";
        return newest?.Length / 1e6;
    }
}
