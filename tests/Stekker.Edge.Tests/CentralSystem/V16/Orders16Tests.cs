using Stekker.Edge.CentralSystem.V16;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem.V16;

public class Orders16Tests
{
    [Fact]
    public async Task A_long_card_list_goes_in_pieces_the_charger_takes()
    {
        TestCharger charger = new();
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, List(1, full: true, perCall: 20, 45)));
        Assert.Equal([UpdateType.Full, UpdateType.Differential, UpdateType.Differential], Sent(charger).Select(l => l.UpdateType));
        Assert.Equal([20, 20, 5], Sent(charger).Select(l => l.LocalAuthorizationList!.Value.Length));
        Assert.Equal(45, charger.Listed.Count);
        Assert.Equal(1, Orders16.ListVersion(charger.ListVersion));

        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, List(2, full: false, perCall: 20, 45)));
        Assert.Equal(2, Orders16.ListVersion(charger.ListVersion));
    }

    [Fact]
    public async Task A_list_that_arrived_in_part_has_no_version_of_ours()
    {
        TestCharger charger = new();
        charger.Ignores = _ => charger.Listed.Count == 2;
        using (ChargerBench bench = new(charger))
        {
            Task<OrderOutcome> sending = new Orders16().ExecuteAsync(bench.Peer, List(4, full: true, perCall: 1, 3));
            await charger.WasAsked<SendLocalListRequest>(l => l.ListVersion == 4000);
            await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(30)).OrFail();
            Assert.IsType<OrderOutcome.NoAnswer>(await sending.OrFail());
        }

        Assert.Equal(3002, charger.ListVersion);
        Assert.Equal(-1, Orders16.ListVersion(charger.ListVersion));
    }

    [Fact]
    public async Task An_empty_list_is_sent_too()
    {
        TestCharger charger = new();
        charger.Listed.Add("OLD");
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, List(3, full: true, perCall: null, 0)));
        Assert.Empty(charger.Listed);
        Assert.Equal(3000, charger.ListVersion);
    }

    [Fact]
    public async Task A_list_with_more_pieces_than_numbers_is_not_sent()
    {
        TestCharger charger = new();
        Assert.IsType<OrderOutcome.NotSupported>(await ExecuteAsync(charger, List(1, full: true, perCall: 1, 1001)));
        Assert.Empty(Sent(charger));
    }

    [Fact]
    public async Task An_older_version_at_the_charger_than_it_should_have_is_told() =>
        Assert.IsType<OrderOutcome.VersionMismatch>(await ExecuteAsync(new TestCharger { ListVersion = 9000 }, List(2, full: false, perCall: null, 1)));

    [Fact]
    public async Task A_card_taken_off_goes_without_its_info()
    {
        TestCharger charger = new() { ListVersion = 1000 };
        charger.Listed.Add("GONE");
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, new Order.SendLocalList(2, false, [new LocalListEntry(Tag("GONE"), null)], null)));
        Assert.Empty(charger.Listed);
    }

    [Fact]
    public async Task A_start_names_card_and_connector()
    {
        TestCharger charger = new();
        string autocharge = "VID:" + new string('0', 40);
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, new Order.StartRemotely(2, Tag("CARD"), null)));
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, new Order.StartRemotely(null, Tag(autocharge), null)));
        Assert.Equal([new RemoteStartTransactionRequest("CARD", 2), new RemoteStartTransactionRequest(autocharge)], charger.Asked.All);
    }

    [Theory]
    [InlineData(OcppErrorCode.NotImplemented, typeof(OrderOutcome.NotSupported))]
    [InlineData(OcppErrorCode.NotSupported, typeof(OrderOutcome.NotSupported))]
    [InlineData(OcppErrorCode.FormationViolation, typeof(OrderOutcome.Refused))]
    [InlineData(OcppErrorCode.InternalError, typeof(OrderOutcome.Refused))]
    public async Task A_CALLERROR_is_an_answer(OcppErrorCode code, Type outcome)
    {
        TestCharger charger = new();
        foreach (string action in new[] { "RemoteStartTransaction", "RemoteStopTransaction", "TriggerMessage", "SendLocalList" })
        {
            charger.Errors[action] = code;
        }

        Order[] orders =
        [
            new Order.StartRemotely(1, Tag("A"), null), new Order.StopRemotely(1, null), new Order.AskForBoot(), new Order.AskForStatus(), List(1, true, null, 1),
        ];
        foreach (Order order in orders)
        {
            Assert.IsType(outcome, await ExecuteAsync(charger, order));
        }
    }

    private static IEnumerable<SendLocalListRequest> Sent(TestCharger charger) => charger.Asked.All.OfType<SendLocalListRequest>();

    private static Order.SendLocalList List(int version, bool full, int? perCall, int cards) => new(
        version,
        full,
        [
            .. Enumerable.Range(0, cards).Select(i => new LocalListEntry(
                Tag($"CARD{i:D4}"),
                new Card(Tag($"CARD{i:D4}"), "", new CardScope(CardScopeKind.Site), null, CardPriority.Normal, true, null, "a group too long for OCPP"))),
        ],
        perCall);

    private static IdTag Tag(string text) => IdTag.TryParse(text)!.Value;

    private static async Task<OrderOutcome> ExecuteAsync(TestCharger charger, Order order)
    {
        using ChargerBench bench = new(charger);
        return await new Orders16().ExecuteAsync(bench.Peer, order).OrFail();
    }
}
