using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Sessions;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Cli.Demo;

/// <summary>A driver comes, charges and leaves; told as it happens, by what the site itself knows of it.</summary>
internal sealed class DemoStory(DemoSite site, Terminal terminal)
{
    private const string Tag = "04A1B2C3D4";
    private const string Driver = "Ada";
    private const int Connector = 1;
    private const int VoltageV = 230;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait for anything that is to happen by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task TellAsync(TimeSpan charging, decimal kw, CancellationToken cancel)
    {
        terminal.Say($"A site for one charger; chargers connect on {site.Address}");
        (await site.Desk.PutCardsAsync([new CardEntry { IdTag = Tag, Label = Driver, Active = true }], whole: false, cancel)).Expect();
        terminal.Say($"{Driver} gets a card: {Tag}.");

        ConnectorEntry free = await UntilAsync("the charger connects", c => c.Status == "available", cancel);
        ChargePointEntry charger = (await site.Desk.ChargePointsAsync(cancel)).Expect().Single(c => c.Id == DemoSite.ChargePointId);
        terminal.Say($"Charger {charger.Id} ({charger.Vendor} {charger.Model}) connects by {charger.Protocol}; connector {free.Id} is free.");

        site.Charger.PlugIn(Connector, Demand(kw), socPercent: 40);
        await UntilAsync("the car is seen", c => c.Session is not null, cancel);
        terminal.Say($"{Driver} plugs her car in.");

        AuthorizationStatus verdict = await site.Charger.PresentCardAsync(Connector, Tag, cancel);
        if (verdict != AuthorizationStatus.Accepted)
        {
            throw new CommandFailedException($"the card was not accepted: {verdict}");
        }

        ConnectorEntry begun = await UntilAsync("charging begins", c => c.Session?.TransactionId is not null, cancel);
        terminal.Say($"She taps her card; it is good, and the car charges (session {begun.Session!.Id}).");
        await WatchAsync(charging, cancel);

        (await site.Desk.RemoteStopAsync(DemoSite.ChargePointId, Connector, cancel)).Expect();
        ConnectorEntry done = await UntilAsync("charging stops", c => c.Session?.Stopped is not null, cancel);
        terminal.Say($"That is enough: the site stops it from afar, at {InWords.Energy(done.Session!.EnergyWh)}.");

        site.Charger.Unplug(Connector);
        await UntilAsync("the car leaves", c => c.Session is null, cancel);
        terminal.Say($"{Driver} unplugs and drives off. In the ledger:");

        SessionDetail session = (await site.Desk.SessionAsync(done.Session.Id, cancel)).Expect();
        terminal.Say("");
        terminal.Say(SessionCommands.TableOf(ImmutableArray.Create<SessionEntry>(session)));
        terminal.Say("");
    }

    private async Task WatchAsync(TimeSpan charging, CancellationToken cancel)
    {
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        for (int i = 1; i <= charging.TotalSeconds; i++)
        {
            await second.WaitForNextTickAsync(cancel);
            ConnectorEntry now = await LookAsync(cancel) ?? throw new CommandFailedException("the charger is gone");
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  {i,3} s  {InWords.Power(now.PowerW),8}  {InWords.Energy(now.Session?.EnergyWh ?? 0)}"));
        }
    }

    private async Task<ConnectorEntry> UntilAsync(string what, Func<ConnectorEntry, bool> happened, CancellationToken cancel)
    {
        using PeriodicTimer look = new(Look);
        long begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < Patience)
        {
            if (await LookAsync(cancel) is { } connector && happened(connector))
            {
                return connector;
            }

            await look.WaitForNextTickAsync(cancel);
        }

        throw new CommandFailedException($"it was waited for in vain that {what}");
    }

    private async Task<ConnectorEntry?> LookAsync(CancellationToken cancel) => (await site.Desk.ChargePointsAsync(cancel)).Expect()
        .FirstOrDefault(c => c.Id == DemoSite.ChargePointId)?.Connectors.FirstOrDefault(c => c.Id == Connector);

    /// <summary>Three phases from 6 A each; below, one.</summary>
    private static PhasePower Demand(decimal kw)
    {
        int phases = kw >= 3 * 6 * VoltageV / 1000m ? 3 : 1;
        int perPhaseW = (int)(kw * 1000 / phases);
        return new PhasePower(perPhaseW, phases == 3 ? perPhaseW : 0, phases == 3 ? perPhaseW : 0);
    }
}
