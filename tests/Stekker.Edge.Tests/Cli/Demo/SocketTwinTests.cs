using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Hosting;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Twin.Sockets;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Tests.Cli.Demo;

/// <summary>The twin's charger on a real line to a real daemon: what its car draws is what the site hears.</summary>
public sealed class SocketTwinTests : IAsyncLifetime
{
    private const string Id = "CP01";
    private const string Card = "04A1";

    private readonly TempDirectory data = new();
    private readonly SocketSite twin = new(
        new SocketSiteSettings(
            new WorldSettings { Kind = SiteKind.Office, Start = new DateTimeOffset(2027, 5, 11, 1, 0, 0, TimeSpan.Zero), Building = new BuildingSettings(new Watts(500), new Watts(500), 0) },
            [new SocketChargerSettings(new EvseSettings { ChargePointId = Id }, "Maker", "Model", 1_000)],
            FuseA: 25,
            Speed: 1,
            Seed: 1),
        TimeProvider.System);

    private Daemon daemon = null!;

    public async Task InitializeAsync()
    {
        SiteConfiguration configuration = new()
        {
            SiteId = "here",
            Ocpp = new OcppRules { Listen = "127.0.0.1:0", UnknownChargePoints = UnknownChargePoints.Accept, MeterValueSampleInterval = TimeSpan.FromSeconds(1) },
            Cards = new CardRules { Unknown = UnknownCards.Accept },
        };
        daemon = await Daemon.StartAsync(new DaemonOptions(configuration, data.Path, TextWriter.Null), TimeProvider.System);
        twin.Start(daemon.OcppAddress);
    }

    public async Task DisposeAsync()
    {
        await twin.DisposeAsync();
        await daemon.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task A_car_draws_what_it_is_offered_and_the_site_hears_it()
    {
        await UntilAsync(_ => twin.IsOnline(Id));
        Assert.Equal(AuthorizationStatus.Accepted, await twin.ArriveAsync(Id, Card, new CarSettings { Phases = 2, MaxA = 13 }, 0.5, CancellationToken.None).OrFail());

        Connector drawing = await UntilAsync(c => c?.Live?.Sample.Current.L2?.Deciamperes >= 60);
        Assert.Equal(Amperes.Zero, drawing.Live!.Sample.Current.L3);
        Assert.True(drawing.Live.Sample.Current.L1 <= Amperes.FromWhole(13));
        Assert.Equal(500, drawing.Live.Sample.StateOfCharge?.Permille);

        twin.Leave(Id);
        await twin.WhenDelivered().OrFail();
        await UntilAsync(c => c is { Session: null });
    }

    [Fact]
    public async Task A_pulled_cable_cuts_the_line_and_comes_back()
    {
        await UntilAsync(_ => twin.IsOnline(Id));

        twin.PullCable(Id);
        await UntilAsync(_ => daemon.Loop.Snapshot.ChargePoints.Find(Id) is { IsConnected: false });

        twin.PutCableBack(Id);
        await UntilAsync(_ => daemon.Loop.Snapshot.ChargePoints.Find(Id) is { IsConnected: true } && twin.IsOnline(Id));
    }

    /// <summary>Round by round of the site's loop.</summary>
    private async Task<Connector> UntilAsync(Func<Connector?, bool> isSo)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            Connector? connector = daemon.Loop.Snapshot.ChargePoints.Find(Id)?.Connectors.Find(1);
            if (isSo(connector))
            {
                return connector!;
            }

            await daemon.Loop.AskAsync(id => new SiteEvent.Heartbeat(id, "nobody"), patience.Token);
        }
    }
}
