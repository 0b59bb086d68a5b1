using System.Globalization;
using Stekker.Edge.CentralSystem;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Hosting;

public class DaemonTests
{
    [Fact]
    public async Task A_stop_closes_the_lines_then_saves_what_the_meters_said()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
        await charger.BootAsync();
        int transaction = (await LiveCharger.Answer<StartTransactionResponse>(
            charger.Client.StartTransactionAsync(new StartTransactionRequest(1, "CARD", 100, site.Time.GetUtcNow())))).TransactionId;
        MeterValuesRequest metered = new(1, [new MeterValue(site.Time.GetUtcNow(), [new SampledValue("900")])], transaction);
        await LiveCharger.Answer<MeterValuesResponse>(charger.Client.MeterValuesAsync(metered));

        LedgerContents found = await site.StopAndLoadAsync();
        Assert.Equal("this site restarts", Assert.IsType<PeerClosed.PeerLeft>(await charger.Closed.OrFail()).Description);
        await site.Log.Said("CP01 is gone: this site restarts");
        Assert.Equal(800, Assert.Single(found.Sessions).Energy.Value);
    }

    [Fact]
    public async Task A_frozen_charger_does_not_hold_up_a_stop()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using RawWire frozen = await RawWire.ConnectAsync(site.Address);
        await frozen.UpgradeAsync("/ocpp/CP01");
        await site.Log.Said("CP01 connected");
        Task stopping = site.StopAsync();
        await site.Time.AdvanceToTimer(OcppEndpoint.CloseTimeout).OrFail();
        await stopping;
        await frozen.ClosedByPeer();
    }

    [Theory]
    [InlineData(LogDetail.Information, true)]
    [InlineData(LogDetail.Warning, false)]
    public async Task The_log_tells_as_much_as_is_asked_of_it(LogDetail level, bool tellsOfLines)
    {
        await using RunningSite site = await RunningSite.StartAsync(RunningSite.With(o => o) with { Log = new LogSettings { Level = level } });
        using (LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger()))
        {
            await charger.BootAsync();
        }

        // A warning, so it is told either way; by then the connection was told, or never is.
        await site.Log.Said("CP01 is gone");
        Assert.Equal(tellsOfLines, site.Log.Lines.All.Any(l => l.Contains("CP01 connected", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_IOException_and_leaves_nothing_held()
    {
        await using RunningSite first = await RunningSite.StartAsync();
        using TempDirectory data = new();
        IOException taken = await Assert.ThrowsAnyAsync<IOException>(
            () => RunningSite.StartAsync(RunningSite.With(o => o with { Listen = $"127.0.0.1:{first.Address.Port}" }), data).OrFail());
        Assert.Contains(first.Address.Port.ToString(CultureInfo.InvariantCulture), taken.Message, StringComparison.Ordinal);

        await using RunningSite second = await RunningSite.StartAsync(data: data);
        await second.SettleAsync();
    }

    [Fact]
    public async Task An_address_this_machine_does_not_have_is_an_IOException_that_names_it()
    {
        IOException refused = await Assert.ThrowsAnyAsync<IOException>(
            () => RunningSite.StartAsync(RunningSite.With(o => o with { Listen = "192.0.2.1:8887" })).OrFail());
        Assert.Contains("192.0.2.1:8887", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_data_is_refused_and_told_who_has_it()
    {
        await using RunningSite first = await RunningSite.StartAsync();
        LedgerUnavailableException held = await Assert.ThrowsAsync<LedgerUnavailableException>(() => RunningSite.StartAsync(data: first.Data).OrFail());
        Assert.Equal(LedgerTrouble.Locked, held.Trouble);
        Assert.Contains($"process {Environment.ProcessId}", held.Message, StringComparison.Ordinal);
        await first.SettleAsync();
    }

    [Fact]
    public async Task A_broken_invariant_ends_the_daemon_with_its_chargers_unanswered()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
        await charger.BootAsync();
        await site.Loop.PostAsync(new Unheard(), CancellationToken.None);
        await Assert.ThrowsAsync<InvariantBrokenException>(() => site.Stopped.OrFail());
        await site.Log.Said("Our own mistake; restarting");

        // Neither an answer nor an error: the charger brings it again.
        Task<CallOutcome> unanswered = charger.Client.HeartbeatAsync();
        await site.StopAsync();
        Assert.IsType<CallOutcome.Disconnected>(await unanswered.OrFail());
    }

    [Fact]
    public async Task A_site_without_chargers_or_data_starts_and_stops()
    {
        await using RunningSite site = await RunningSite.StartAsync(new SiteConfiguration { SiteId = "empty", Ocpp = new OcppRules { Listen = "127.0.0.1:0" } });
        Assert.Equal("ws", site.Address.Scheme);
        await site.Log.Said($"Ready: chargers connect by OCPP on {site.Address}");
        LedgerContents found = await site.StopAndLoadAsync();
        Assert.Empty(found.Sessions);
    }

    private sealed record Unheard : SiteEvent;
}
