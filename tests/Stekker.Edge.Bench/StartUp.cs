using System.Diagnostics;
using System.Net.WebSockets;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench;

/// <summary>What the native binary costs before it does anything.</summary>
/// <param name="HandshakeSeconds">From the start of the process to a charger's finished WebSocket handshake: the median of ten.</param>
internal sealed record StartUp(double BinaryMb, double HandshakeSeconds, double SlowestSeconds, double IdleMb, double With20ChargersMb)
{
    private const int Starts = 10;
    private const int Chargers = 20;

    public static async Task<StartUp> MeasureAsync()
    {
        List<double> seconds = [];
        List<double> idle = [];
        for (int start = 0; start < Starts; start++)
        {
            long began = Stopwatch.GetTimestamp();
            await using IServer server = await EdgeServer.StartAsync();
            using ClientWebSocket charger = new();
            charger.Options.AddSubProtocol("ocpp1.6");
            await charger.ConnectAsync(server.Address("FIRST"), CancellationToken.None);
            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            idle.Add(ProcessUsage.Of(server.ProcessId).ResidentMb);
        }

        seconds.Sort();
        idle.Sort();
        double binaryMb = new FileInfo(EdgeBinary.Location).Length / 1e6;
        return new StartUp(binaryMb, seconds[Starts / 2], seconds[^1], idle[Starts / 2], await WithChargersAsync());
    }

    private static async Task<double> WithChargersAsync()
    {
        await using IServer server = await EdgeServer.StartAsync();
        LoadCharger[] chargers = [.. Enumerable.Range(1, Chargers).Select(i => new LoadCharger($"CP{i:00}"))];
        foreach (LoadCharger charger in chargers)
        {
            await charger.PrepareAsync(server);
            await charger.MeterAsync();
        }

        double residentMb = ProcessUsage.Of(server.ProcessId).ResidentMb;
        Array.ForEach(chargers, c => c.Dispose());
        return residentMb;
    }
}
