using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Meters;

/// <summary>Two pseudo-terminals wired together by socat, or one and a TCP port, as a serial-to-Ethernet converter has it.</summary>
internal sealed class SerialCable : IAsyncDisposable
{
    /// <summary>By this option socat holds only its own side: a port that another program has open is not for us.</summary>
    private const string Terminal = "pty,ptmx";

    private readonly string folder = Directory.CreateTempSubdirectory("cable-").FullName;
    private ChildProcess? socat;

    public string MeterEnd => Path.Combine(folder, "meter");

    public string OurEnd => Path.Combine(folder, "ours");

    public static Task<SerialCable> PlugAsync() => StartAsync("starting data transfer loop", cable => [$"{Terminal},raw,echo=0,link={cable.MeterEnd}", $"{Terminal},raw,echo=0,link={cable.OurEnd}"]);

    /// <summary>Takes one connection.</summary>
    public static Task<SerialCable> ConvertAsync(int port) =>
        StartAsync("listening on", cable => [$"{Terminal},raw,echo=0,link={cable.MeterEnd}", $"tcp-listen:{port},bind=127.0.0.1,reuseaddr"]);

    public async ValueTask DisposeAsync()
    {
        if (socat is not null)
        {
            await socat.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<SerialCable> StartAsync(string until, Func<SerialCable, string[]> addresses)
    {
        SerialCable cable = new();
        cable.socat = ChildProcess.Start("socat", ["-d", "-d", .. addresses(cable)]);
        await cable.socat.Errors.TakeAsync(line => line.Contains(until, StringComparison.Ordinal), $"socat's '{until}'");
        return cable;
    }
}
