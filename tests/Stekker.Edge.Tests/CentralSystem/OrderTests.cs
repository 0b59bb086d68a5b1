using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem;

public class OrderTests
{
    private static readonly ImmutableDictionary<string, string> WithList = TestCharger.WellSet
        .SetItem("SupportedFeatureProfiles", "Core,LocalAuthListManagement").Add("LocalAuthListEnabled", "true").Add("LocalAuthListMaxLength", "100").Add("SendLocalListMaxLength", "2");

    [Fact]
    public async Task A_charge_started_and_stopped_from_afar_ends_in_the_ledger_with_its_energy()
    {
        await using RunningSite site = await RunningSite.StartAsync(
            RunningSite.With(o => o with { MeterValueSampleInterval = TimeSpan.FromMinutes(15), HeartbeatInterval = TimeSpan.FromDays(1) }));
        Seen<string> frames = new();
        Ocpp.ChargePoint.ChargePointSettings built = new() { MeterStartWh = 10_000, Peer = new OcppPeerOptions { Observer = (_, utf8) => frames.Add(System.Text.Encoding.UTF8.GetString(utf8)) } };
        using CancellationTokenSource off = new();
        using ScriptedChargePoint charger = new(new WebSocketDialer(site.Address, "CP01"), built, site.Time);
        Task running = charger.RunAsync(off.Token);
        await frames.First(f => f.Contains("TriggerMessage", StringComparison.Ordinal));
        Assert.Equal("900", charger.Configuration["MeterValueSampleInterval"]);
        Assert.Contains("SoC", charger.Configuration["MeterValuesSampledData"], StringComparison.Ordinal);

        await site.AskAsync(id => new SiteEvent.CardsPut(id, [Card("CARD")]));
        charger.PlugIn(1, PhasePower.Of(3, 16), socPercent: 40);
        Assert.Equal(new Reply.Ordered(new OrderOutcome.Done()), await site.AskAsync(id => new SiteEvent.RemoteStartAsked(id, "CP01", 1, "card")));
        await site.Log.Said("charging for");

        // The charger has done all that a start brings, its next sample's timer too. Time goes on in steps that are shorter than a call's patience, and
        // only while no call is under way: the ticks of a whole quarter at once bring orders whose answers would come too late.
        await site.UntilAsync(() => charger.Connectors[0].TransactionId is not null);
        for (int quarter = 1; quarter <= 4; quarter++)
        {
            for (int step = 0; step < 90; step++)
            {
                await site.UntilAsync(() => frames.All.Count(IsCall) == frames.All.Count(IsAnswer));
                site.Time.Advance(TimeSpan.FromSeconds(10));
            }

            WattHours then = new(10_000 + (quarter * 2760));
            await site.UntilAsync(() => site.Find("CP01")!.Connectors.Find(1)!.Reading?.ImportRegister == then);
            await charger.Transactions.WhenEmpty().OrFail();
        }

        MeterSample reading = site.Find("CP01")!.Connectors.Find(1)!.Reading!;
        Assert.Equal(new WattHours(21_040), reading.ImportRegister);
        Assert.Equal(new WattHours(11_040), Assert.Single(site.Loop.Snapshot.OpenSessions).Energy);

        Assert.Equal(new Reply.Ordered(new OrderOutcome.Done()), await site.AskAsync(id => new SiteEvent.RemoteStopAsked(id, "CP01", null)));
        await site.Log.Said("charged 11.04 kWh");
        charger.Unplug(1);
        await site.UntilAsync(() => !site.Loop.Snapshot.OpenSessions.Any());
        await off.CancelAsync();
        await running.OrFail();

        Session session = Assert.Single((await site.StopAndLoadAsync()).Sessions);
        Assert.Equal((SessionState.Ended, "CARD", 11_040L), (session.State, session.Transaction!.IdTag.Text, session.Energy.Value));
        Assert.Equal((21_040L, Core.Charging.StopReason.Remote), (session.Transaction.End!.MeterStop.Value, session.Transaction.End.Reason));
        Assert.Equal([2760L, 2760L, 2760L, 2760L], session.Ptus.Select(p => p.Energy.Value));
    }

    [Fact]
    public async Task An_order_to_a_charger_that_is_not_there_is_answered_at_once()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using (LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger()))
        {
            await charger.BootAsync();
        }

        await site.Log.Said("CP01 is gone");
        await site.AskAsync(id => new SiteEvent.CardsPut(id, [Card("CARD")]));
        Assert.Equal("CP01 is not connected", Assert.IsType<Reply.Impossible>(await site.AskAsync(id => new SiteEvent.RemoteStartAsked(id, "CP01", 1, "CARD"))).Why);
        Assert.Equal("CP01 is not connected", Assert.IsType<Reply.Impossible>(await site.AskAsync(id => new SiteEvent.RemoteStopAsked(id, "CP01", 1))).Why);
    }

    [Fact]
    public async Task An_order_whose_line_is_lost_is_answered()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        await site.AskAsync(id => new SiteEvent.CardsPut(id, [Card("CARD")]));
        TestCharger firmware = new() { Ignores = m => m is RemoteStartTransactionRequest };
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", firmware);
        await charger.BootAsync();
        Task<Reply> ordered = site.AskAsync(id => new SiteEvent.RemoteStartAsked(id, "CP01", 1, "CARD"));
        await firmware.WasAsked<RemoteStartTransactionRequest>();
        charger.Client.Peer.Abort("power cut");
        Assert.IsType<OrderOutcome.NoAnswer>(Assert.IsType<Reply.Ordered>(await ordered).Outcome);
    }

    [Fact]
    public async Task A_charger_that_does_not_answer_an_order_keeps_its_line()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        await site.AskAsync(id => new SiteEvent.CardsPut(id, [Card("CARD")]));
        TestCharger firmware = new() { Ignores = m => m is RemoteStartTransactionRequest };
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", firmware);
        await charger.BootAsync();
        Task<Reply> ordered = site.AskAsync(id => new SiteEvent.RemoteStartAsked(id, "CP01", 1, "CARD"));
        await firmware.WasAsked<RemoteStartTransactionRequest>();
        site.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new Reply.Ordered(new OrderOutcome.NoAnswer("it did not answer in time")), await ordered);
        await LiveCharger.Answer<HeartbeatResponse>(charger.Client.HeartbeatAsync());
    }

    [Fact]
    public async Task Cards_reach_the_charger_as_they_change_and_wait_for_one_that_is_away()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        await site.AskAsync(id => new SiteEvent.CardsPut(id, [Card("A"), Card("B"), Card("C")]));
        TestCharger firmware = new(WithList);
        using (LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", firmware))
        {
            await charger.BootAsync();
            await ListedAt(site, 1);
            Assert.Equal([(UpdateType.Full, 2), (UpdateType.Differential, 1)], Lists(firmware));
            Assert.Equal(["A", "B", "C"], firmware.Listed);

            await site.AskAsync(id => new SiteEvent.CardDeactivated(id, "B"));
            await ListedAt(site, 2);
            Assert.Equal((UpdateType.Differential, 1), Lists(firmware)[^1]);
            Assert.Equal(["A", "C"], firmware.Listed);
        }

        await site.Log.Said("CP01 is gone");
        await site.AskAsync(id => new SiteEvent.CardsPut(id, [Card("D"), Card("A")]));
        int before = Lists(firmware).Count;
        using LiveCharger back = await LiveCharger.ConnectAsync(site.Address, "CP01", firmware);
        await back.BootAsync();
        await ListedAt(site, 3);
        Assert.Equal([(UpdateType.Differential, 1)], Lists(firmware).Skip(before));
        Assert.Equal(["A", "C", "D"], firmware.Listed);
    }

    [Fact]
    public async Task A_charger_that_lost_its_list_gets_the_whole_of_it()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        await site.AskAsync(id => new SiteEvent.CardsPut(id, [Card("A")]));
        using (LiveCharger first = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger(WithList)))
        {
            await first.BootAsync();
            await ListedAt(site, 1);
        }

        TestCharger exchanged = new(WithList);
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", exchanged);
        await charger.BootAsync();
        await exchanged.WasAsked<SendLocalListRequest>();
        Assert.Equal([(UpdateType.Full, 1)], Lists(exchanged));
    }

    [Fact]
    public async Task A_charger_goes_on_with_its_transaction_over_a_restart_of_the_site()
    {
        using TempDirectory data = new();
        VirtualTime time = new();
        int transaction;
        await using (RunningSite site = await RunningSite.StartAsync(data: data, time: time))
        {
            using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
            await charger.BootAsync();
            transaction = (await LiveCharger.Answer<StartTransactionResponse>(
                charger.Client.StartTransactionAsync(new StartTransactionRequest(1, "CARD", 500, time.GetUtcNow())))).TransactionId;
            await LiveCharger.Answer<MeterValuesResponse>(charger.Client.MeterValuesAsync(Values(800, transaction, time)));
        }

        Assert.Equal(300, Assert.Single(Ledgers.Reloaded(data).Sessions).Energy.Value);
        await using (RunningSite site = await RunningSite.StartAsync(data: data, time: time))
        {
            TestCharger firmware = new();
            using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", firmware);
            await LiveCharger.Answer<MeterValuesResponse>(charger.Client.MeterValuesAsync(Values(1500, transaction, time)));
            Assert.Equal(1000, Assert.Single(site.Loop.Snapshot.OpenSessions).Energy.Value);
            await site.PassAsync(6);
            await firmware.IsCommissioned();
            await LiveCharger.Answer<StopTransactionResponse>(charger.Client.StopTransactionAsync(new StopTransactionRequest(2500, time.GetUtcNow(), transaction)));
        }

        Session session = Assert.Single(Ledgers.Reloaded(data).Sessions);
        Assert.Equal((transaction, 2000L, 2500L), (session.Transaction!.Id, session.Energy.Value, session.Transaction.End!.MeterStop.Value));
    }

    private static MeterValuesRequest Values(int wattHours, int transaction, TimeProvider time) =>
        new(1, [new MeterValue(time.GetUtcNow(), [new SampledValue($"{wattHours}")])], transaction);

    private static bool IsCall(string frame) => frame.StartsWith("[2,", StringComparison.Ordinal);

    private static bool IsAnswer(string frame) => frame.StartsWith("[3,", StringComparison.Ordinal) || frame.StartsWith("[4,", StringComparison.Ordinal);

    private static Card Card(string idTag) => new(
        IdTag.TryParse(idTag)!.Value, idTag, new CardScope(CardScopeKind.Site), null, CardPriority.Normal, true, null, null);

    private static List<(UpdateType Type, int Cards)> Lists(TestCharger charger) =>
        [.. charger.Asked.All.OfType<SendLocalListRequest>().Select(l => (l.UpdateType, l.LocalAuthorizationList?.Length ?? 0))];

    private static Task ListedAt(RunningSite site, int version) => site.UntilAsync(() => site.Find("CP01")!.Record.LocalListVersion == version);
}
