using Stekker.Edge.Bench;
using Stekker.Edge.Bench.Cloud;
using Stekker.Edge.Bench.Planning;
using Stekker.Edge.Bench.Policies;
using Stekker.Edge.Bench.Steering;

if (!Options.TryParse(args, out Options options, out string? wrong))
{
    await Console.Error.WriteLineAsync($"{wrong}\n{Options.Usage}");
    return 2;
}

Console.WriteLine(Machine.Describe());
Figures figures = new(options);
Budgets budgets = new(options);

if (options.Has("load"))
{
    Figures.Begin("start-up and load");
    StartUp startUp = await StartUp.MeasureAsync();
    Report.Print(startUp);
    figures.Add("startUp", budgets.StartUp = startUp);

    List<Run> runs = [];
    for (int round = 1; round <= options.Rounds; round++)
    {
        foreach (Func<Task<IServer>> start in new Func<Task<IServer>>[] { EdgeServer.StartAsync, NodeServer.StartAsync })
        {
            await using IServer server = await start();
            Console.Write($"round {round} of {options.Rounds}, {server.Name}: ");
            Run run = await Load.RunAsync(server, options);
            Console.WriteLine($"{run.FlatOut.PerSecond:F0} answers/s flat out");
            runs.Add(run);
        }
    }

    Report.Print(runs, options);
    figures.Add("runs", runs);
}

if (options.Has("latency"))
{
    Figures.Begin("from a meter's answer to the chargers' limits");
    UrgentCuts cuts = await UrgentCuts.MeasureAsync();
    Report.Print(cuts);
    figures.Add("latency", budgets.Cuts = cuts);
}

if (options.Has("cpu"))
{
    Figures.Begin("CPU share");
    CpuShare cpu = await CpuShare.MeasureAsync();
    Report.Print(cpu);
    figures.Add("cpu", budgets.Cpu = cpu);
}

if (options.Has("plan"))
{
    Figures.Begin("planning");
    PlanTimes times = await PlanTimes.MeasureAsync();
    PlanTimes.Print(times);
    figures.Add("plan", budgets.Plan = times);
}

if (options.Has("twin"))
{
    Figures.Begin("the twin's speed");
    figures.Add("twin", await TwinSites.MeasureSpeedAsync(options.Days));
}

if (options.Has("policies"))
{
    Figures.Begin("policies");
    figures.Add("balancerSites", BalancerSites.Measure(options.Sites));
    figures.Add("twinSites", await TwinSites.CompareAsync(options.Days, options.Seeds));
}

if (options.Has("drain"))
{
    Figures.Begin("a full outbox");
    figures.Add("drain", await DrainRates.MeasureAsync(options));
}

if (options.Has("offline"))
{
    Figures.Begin("offline for a week");
    figures.Add("offline", await OfflineWeek.MeasureAsync(options));
}

if (options.Has("air"))
{
    Figures.Begin("on the air and to the flash");
    figures.Add("air", budgets.Days = await SiteDays.MeasureAsync(options));
}

if (options.Has("fleet"))
{
    Figures.Begin("a fleet");
    (List<Storm> storms, FleetRate rate) = await Fleet.MeasureAsync(options);
    figures.Add("storms", storms);
    figures.Add("fleet", rate);
}

if (options.Has("budgets"))
{
    Figures.Begin("budgets");
    Budget[] table = await budgets.MeasureAsync();
    Budgets.Print(table);
    figures.Add("budgets", table);
    return table.All(b => b.Holds) ? 0 : 1;
}

return 0;
