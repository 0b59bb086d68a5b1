using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Loop;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;
using MeterRole = Stekker.Edge.Core.Configuration.MeterRole;

namespace Stekker.Edge.Meters;

/// <summary>Reads the site's meters and tells the loop what they say; a reading that cannot be is told to people and steers nothing.</summary>
public sealed partial class MeterRoom : IAsyncDisposable
{
    private readonly SiteLoop loop;
    private readonly ILogger<MeterRoom> log;
    private readonly MeterWatch watch;
    private readonly MeterDesk desk;
    private readonly Dictionary<string, MeterRole> roles;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    public MeterRoom(SiteConfiguration site, SiteLoop loop, TimeProvider time, ILogger<MeterRoom> log)
    {
        this.loop = loop;
        this.log = log;
        ImmutableArray<Modbus.Polling.MeterSettings> meters = MeterPlan.From(site);
        roles = site.Meters.ToDictionary(m => m.Id, m => m.Role, StringComparer.Ordinal);
        desk = new MeterDesk(site, meters);
        watch = new MeterWatch(meters, time, loop.Clock.Read, Told);
    }

    public void Start() => running = Task.Run(() => watch.RunAsync(stop.Token));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        watch.Dispose();
        stop.Dispose();
    }

    private void Told(MeterEvent told)
    {
        lock (gate)
        {
            switch (told)
            {
                case MeterEvent.Read read:
                    Judge(read);
                    break;
                case MeterEvent.Silent silent:
                    desk.Take(silent);
                    Post(new SiteEvent.MeterSilent(silent.MeterId, roles[silent.MeterId], silent.Words));
                    break;
                case MeterEvent.Noted noted:
                    LogNote(log, noted.MeterId, noted.Words);
                    break;
                default:
                    // Heard again: the reading that follows says so.
                    break;
            }
        }
    }

    private void Judge(MeterEvent.Read read)
    {
        ImmutableArray<ChargerDraw> draws = [.. GridDraw.Of(loop.Snapshot, loop.Clock.Read()).Select(d => new ChargerDraw(d.Name, d.Current))];
        MeterOpinion opinion = desk.Take(read, draws);
        foreach (Finding finding in opinion.Told)
        {
            Post(new SiteEvent.MeterDoubted(IdOf(finding), $"Meter {finding.MeterId}: {finding.Words}"));
        }

        foreach (Finding finding in opinion.Cleared)
        {
            Post(new SiteEvent.MeterDoubted(IdOf(finding), null));
        }

        if (!opinion.Spoiled)
        {
            loop.PostLatest($"meter:{read.MeterId}", new SiteEvent.MeterRead(Measured(opinion.Reading, roles[read.MeterId])));
        }
    }

    private static MeterMeasurement Measured(MeterReading reading, MeterRole role) => new(reading.MeterId, role, reading.At.Elapsed ?? TimeSpan.Zero)
    {
        Power = reading.Power,
        PhasePower = reading.PhasePower,
        Current = reading.Current,
        Voltage = reading.Voltage,
        ImportRegister = reading.ImportEnergy,
        ExportRegister = reading.ExportEnergy,
        StateOfCharge = reading.StateOfCharge,
        IsEstimate = reading.IsEstimate,
    };

    private static string IdOf(Finding finding) => $"meter:{finding.MeterId}/{finding.Kind}/{finding.Phase}";

    private void Post(SiteEvent happened)
    {
        // Never waits on the poller's thread: the loop's inbox has room, or the site is shutting down.
        ValueTask posting = loop.PostAsync(happened, stop.Token);
        if (!posting.IsCompletedSuccessfully)
        {
            _ = IgnoreEndAsync(posting);
        }
    }

    private static async Task IgnoreEndAsync(ValueTask posting)
    {
        try
        {
            await posting.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            // Shutting down.
        }
    }

    [LoggerMessage(LogLevel.Information, "Meter {MeterId}: {Words}")]
    private static partial void LogNote(ILogger log, string meterId, string words);
}
