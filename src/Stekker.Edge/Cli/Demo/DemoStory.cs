using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Twin.Sockets;

namespace Stekker.Edge.Cli.Demo;

/// <summary>A session as the charger's own meter saw it.</summary>
internal sealed record DemoSession(string ChargePointId, DemoDriver Driver, int MeterStartWh, int? MeterStopWh = null);

/// <summary>What happens on the site, told to <paramref name="tell"/> as it happens. Nothing here knows what the controller decides.</summary>
/// <param name="site">Where it happens.</param>
/// <param name="length">Of the whole story; its parts are as far apart as that allows.</param>
internal sealed class DemoStory(SocketSite site, TimeSpan length, Action<string> tell)
{
    /// <summary>The length that the moments below are written for.</summary>
    private const double WrittenForS = 60;

    /// <summary>Time for the chargers to dial and boot.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly List<DemoSession> sessions = [];
    private readonly List<Task> arriving = [];

    /// <summary>Every session of the story so far.</summary>
    public IReadOnlyList<DemoSession> Sessions => sessions;

    /// <summary>Seconds of the written length, and what happens then.</summary>
    private ImmutableArray<(double AtS, Action<CancellationToken> Happens)> Script =>
    [
        (0, Comes(DemoCast.Dora, "three phases; the charger takes its limits in watts only")),
        (2, Comes(DemoCast.Bob, "one phase, 32 A, wired to L2")),
        (4, Comes(DemoCast.Cem, "two phases, 16 A")),
        (6, Comes(DemoCast.Ada, "three phases, 16 A")),
        (8, Comes(DemoCast.Eva, "one phase, nearly full, with priority")),
        (10, Comes(DemoCast.Finn, "three phases; falls asleep when it has to wait")),
        (19, Deafens(DemoCast.Bob, "CP02 stops obeying its limits: it says yes and goes on as before")),
        (22, Switches(DemoCast.HeatPump, true, "The heat pump starts: 8 A more on each phase")),
        (31, Obeys(DemoCast.Bob, "CP02 obeys again")),
        (35, Switches(DemoCast.Kitchen, true, "Lunch is cooked: 12 A more on L1, 6 A on L2")),
        (40, Switches(DemoCast.Kitchen, false, "Lunch is ready: the kitchen is off")),
        (42, Switches(DemoCast.HeatPump, false, "The heat pump stops")),
        (44, Pulls(DemoCast.Cem, "Somebody pulls the network cable of CP03: it goes on as it was told last")),
        (48, PutsBack(DemoCast.Cem, "The cable of CP03 is back in")),
        (55, Goes(DemoCast.Ada)),
    ];

    public async Task TellAsync(CancellationToken cancel)
    {
        await ChargersOnlineAsync(cancel);
        tell("Six chargers of six makers are connected.");
        long begun = TimeProvider.System.GetTimestamp();
        foreach ((double atS, Action<CancellationToken> happens) in Script)
        {
            await UntilAsync(begun, atS, cancel);
            happens(cancel);
        }

        await UntilAsync(begun, WrittenForS, cancel);
    }

    /// <summary>Everyone who is still there leaves, and what the chargers had to say of it has arrived.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        foreach (DemoDriver driver in DemoCast.Drivers)
        {
            site.PutCableBack(driver.ChargePointId);
            site.ObeyAgain(driver.ChargePointId);
        }

        site.Switch(DemoCast.HeatPump, on: false);
        site.Switch(DemoCast.Kitchen, on: false);
        await Task.WhenAll(arriving);
        arriving.Clear();
        foreach (DemoDriver driver in DemoCast.Drivers)
        {
            Leave(driver);
        }

        await site.WhenDelivered().WaitAsync(cancel);
    }

    private async Task ChargersOnlineAsync(CancellationToken cancel)
    {
        using PeriodicTimer look = new(Look);
        long begun = TimeProvider.System.GetTimestamp();
        while (DemoCast.Drivers.Any(d => !site.IsOnline(d.ChargePointId)))
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new CommandFailedException("the chargers were waited for in vain");
            }

            await look.WaitForNextTickAsync(cancel);
        }
    }

    private async Task UntilAsync(long begun, double atS, CancellationToken cancel)
    {
        TimeSpan left = (length * (atS / WrittenForS)) - TimeProvider.System.GetElapsedTime(begun);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, cancel);
        }
    }

    private Action<CancellationToken> Comes(DemoDriver driver, string how) => cancel =>
    {
        tell($"{driver.Name} plugs in at {driver.ChargePointId}: {how}.");
        sessions.Add(new DemoSession(driver.ChargePointId, driver, site.MeterWh(driver.ChargePointId)));
        arriving.Add(ArriveAsync(driver, cancel));
    };

    private async Task ArriveAsync(DemoDriver driver, CancellationToken cancel)
    {
        AuthorizationStatus verdict = await site.ArriveAsync(driver.ChargePointId, driver.IdTag, driver.Car, driver.Fraction, cancel);
        if (verdict != AuthorizationStatus.Accepted)
        {
            tell($"{driver.Name}'s card was not accepted: {verdict}.");
        }
    }

    private Action<CancellationToken> Goes(DemoDriver driver) => _ =>
    {
        tell($"{driver.Name} unplugs at {driver.ChargePointId} and drives off.");
        Leave(driver);
    };

    private void Leave(DemoDriver driver)
    {
        int at = sessions.FindLastIndex(s => s.Driver == driver && s.MeterStopWh is null);
        if (at >= 0)
        {
            site.Leave(driver.ChargePointId);
            sessions[at] = sessions[at] with { MeterStopWh = site.MeterWh(driver.ChargePointId) };
        }
    }

    private Action<CancellationToken> Switches(ExtraLoad load, bool on, string words) => _ =>
    {
        tell($"{words}.");
        site.Switch(load, on);
    };

    private Action<CancellationToken> Deafens(DemoDriver driver, string words) => _ =>
    {
        tell($"{words}.");
        site.StopObeying(driver.ChargePointId);
    };

    private Action<CancellationToken> Obeys(DemoDriver driver, string words) => _ =>
    {
        tell($"{words}.");
        site.ObeyAgain(driver.ChargePointId);
    };

    private Action<CancellationToken> Pulls(DemoDriver driver, string words) => _ =>
    {
        tell($"{words}.");
        site.PullCable(driver.ChargePointId);
    };

    private Action<CancellationToken> PutsBack(DemoDriver driver, string words) => _ =>
    {
        tell($"{words}.");
        site.PutCableBack(driver.ChargePointId);
    };
}
