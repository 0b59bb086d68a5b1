using Stekker.Edge.Bench;

if (args is ["balancing", .. string[] balancing])
{
    return BalancingComparison.Print(balancing);
}

if (!Options.TryParse(args, out Options options, out string? wrong))
{
    await Console.Error.WriteLineAsync($"{wrong}\n{Options.Usage}");
    return 2;
}

Console.WriteLine(Machine.Describe());
StartUp startUp = await StartUp.MeasureAsync();
Report.Print(startUp);

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
Report.Write(startUp, runs, options);
return 0;
