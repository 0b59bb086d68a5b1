using System.Diagnostics;

namespace Stekker.Edge.Bench;

/// <summary>What one phase of load measured.</summary>
internal sealed record LoadFigures(double PerSecond, double P50Ms, double P99Ms, double CpuSeconds, double PerCpuSecond, double GeneratorCpuSeconds, double ResidentMb);

/// <summary>One server, once through both phases.</summary>
internal sealed record Run(string Server, LoadFigures EachSecond, LoadFigures FlatOut, double PeakMb);

/// <summary>The same load for every server.</summary>
internal static class Load
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Chargers that connect at the same time: more would measure the listen queue.</summary>
    private const int ConnectingAtOnce = 20;

    public static async Task<Run> RunAsync(IServer server, Options options)
    {
        LoadCharger[] chargers = [.. Enumerable.Range(1, options.Clients).Select(i => new LoadCharger($"BENCH{i:0000}"))];
        try
        {
            await Parallel.ForEachAsync(chargers, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce }, async (c, _) => await c.PrepareAsync(server));
            await PhaseAsync(server, chargers, WarmUp, FlatOutAsync);
            LoadFigures eachSecond = await PhaseAsync(server, chargers, options.EachSecond, EachSecondAsync);
            LoadFigures flatOut = await PhaseAsync(server, chargers, options.FlatOut, FlatOutAsync);
            return new Run(server.Name, eachSecond, flatOut, ProcessUsage.Of(server.ProcessId).PeakMb);
        }
        finally
        {
            Array.ForEach(chargers, c => c.Dispose());
        }
    }

    private static async Task<LoadFigures> PhaseAsync(IServer server, LoadCharger[] chargers, TimeSpan length, Func<LoadCharger, int, int, long, Task> drive)
    {
        Array.ForEach(chargers, c => c.Answers.Clear());
        ProcessUsage before = ProcessUsage.Of(server.ProcessId);
        double generatorBefore = ProcessUsage.Of(Environment.ProcessId).CpuSeconds;
        long began = Stopwatch.GetTimestamp();
        long until = began + (long)(length.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(chargers.Select((c, i) => Task.Run(() => drive(c, i, chargers.Length, until))));

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        ProcessUsage after = ProcessUsage.Of(server.ProcessId);
        double generatorCpu = ProcessUsage.Of(Environment.ProcessId).CpuSeconds - generatorBefore;
        double cpu = after.CpuSeconds - before.CpuSeconds;
        long[] answers = [.. chargers.SelectMany(c => c.Answers)];
        Array.Sort(answers);
        return new LoadFigures(
            answers.Length / seconds, Milliseconds(answers, 0.5), Milliseconds(answers, 0.99), cpu, cpu > 0 ? answers.Length / cpu : 0, generatorCpu, after.ResidentMb);
    }

    private static async Task FlatOutAsync(LoadCharger charger, int index, int of, long until)
    {
        while (Stopwatch.GetTimestamp() < until)
        {
            await charger.MeterAsync();
        }
    }

    /// <summary>Once a second, spread evenly over it.</summary>
    private static async Task EachSecondAsync(LoadCharger charger, int index, int of, long until)
    {
        using PeriodicTimer timer = new(Pace * (index + 1) / of);
        await timer.WaitForNextTickAsync();
        timer.Period = Pace;
        await charger.MeterAsync();
        while (Stopwatch.GetTimestamp() + Stopwatch.Frequency < until && await timer.WaitForNextTickAsync())
        {
            await charger.MeterAsync();
        }
    }

    private static double Milliseconds(long[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))] * 1000.0 / Stopwatch.Frequency;
}
