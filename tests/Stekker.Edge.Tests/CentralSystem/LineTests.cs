using System.Net.WebSockets;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem;

public class LineTests
{
    [Fact]
    public async Task A_new_line_of_a_charge_point_takes_the_place_of_the_old_one()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using LiveCharger old = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
        await old.BootAsync();
        using LiveCharger next = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
        await old.Closed.OrFail();
        Assert.Equal(RegistrationStatus.Accepted, await next.BootAsync());
        await site.SettleAsync();
        Assert.True(site.Find("CP01")!.IsConnected);
        Assert.DoesNotContain(site.Log.Lines.All, l => l.Contains("is gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_chargers_with_one_id_are_told_to_people()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        LiveCharger? old = null;
        for (int i = 0; i < 5; i++)
        {
            LiveCharger next = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
            await next.BootAsync();
            if (old is not null)
            {
                await old.Closed.OrFail();
                old.Dispose();
            }

            old = next;
        }

        Assert.StartsWith("Two chargers seem to be set to the id CP01", Assert.Single(site.Loop.Snapshot.Alerts).Text, StringComparison.Ordinal);
        Assert.True(site.Find("CP01")!.IsConnected);
        old!.Dispose();
    }

    [Fact]
    public async Task A_frozen_line_is_let_go()
    {
        await using RunningSite site = await RunningSite.StartAsync(
            RunningSite.With(o => o with { PingInterval = TimeSpan.FromMilliseconds(50), PingTimeout = TimeSpan.FromMilliseconds(50) }));
        using RawWire frozen = await RawWire.ConnectAsync(site.Address);
        Assert.StartsWith("HTTP/1.1 101 ", await frozen.UpgradeAsync("/ocpp/CP01"), StringComparison.Ordinal);
        await site.Log.Said("CP01 is gone: the line was lost");
        await frozen.ClosedByPeer();
        await site.UntilAsync(() => !site.Find("CP01")!.IsConnected);
    }

    [Fact]
    public async Task A_frozen_line_does_not_keep_its_charger_out()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using RawWire frozen = await RawWire.ConnectAsync(site.Address);
        Assert.StartsWith("HTTP/1.1 101 ", await frozen.UpgradeAsync("/ocpp/CP01"), StringComparison.Ordinal);
        await site.Log.Said("CP01 connected");
        using LiveCharger back = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
        Assert.Equal(RegistrationStatus.Accepted, await back.BootAsync());
        await frozen.ClosedByPeer();
    }

    [Fact]
    public async Task A_line_closed_in_good_order_and_one_that_broke_are_told_apart()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using ClientWebSocket leaving = await site.DialAsync("CP01");
        await leaving.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).OrFail();
        await site.Log.Said("CP01 is gone: it closed the line");

        using ClientWebSocket broken = await site.DialAsync("CP01");
        await site.UntilAsync(() => site.Find("CP01")!.IsConnected);
        broken.Abort();
        await site.Log.Said("CP01 is gone: the line was lost");
    }

    [Fact]
    public async Task Answers_come_in_the_order_of_the_calls()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using ClientWebSocket socket = await site.DialAsync("CP01");
        RawPeer raw = new(socket);
        await raw.SendAsync("""[2,"a","Heartbeat",{}]""");
        await raw.SendAsync("""[2,"b","Dance",{}]""");
        await raw.SendAsync("""[2,"c","StatusNotification",{"connectorId":100,"errorCode":"NoError","status":"Available"}]""");
        await raw.SendAsync("""[2,"d","Reset",{"type":"Hard"}]""");
        await raw.SendAsync("""[2,"e","DataTransfer",{"vendorId":"none"}]""");
        await raw.SendAsync("""[2,"f","SignCertificate",{"csr":"x"}]""");
        Assert.StartsWith("""[3,"a",{"currentTime":""", await raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("""[4,"b","NotImplemented",""", await raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("""[4,"c","PropertyConstraintViolation",""", await raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("""[4,"d","NotSupported",""", await raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("""[3,"e",{"status":"UnknownVendorId"}]""", await raw.ReceiveAsync());
        Assert.Equal("""[3,"f",{"status":"Rejected"}]""", await raw.ReceiveAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("[2]")]
    [InlineData("[2,3,4,5]")]
    [InlineData("""[9,"x","Heartbeat",{}]""")]
    [InlineData("""[3,"never-asked",{}]""")]
    [InlineData("""[4,"never-asked","Code","",{}]""")]
    [InlineData("""[2,"x","StatusNotification",{"connectorId":1,"connectorId":2,"errorCode":"NoError","status":"Available"}]""")]
    [InlineData("""[2,"x","MeterValues",{"connectorId":1,"meterValue":[]}]""")]
    public async Task What_is_no_message_ends_no_line(string garbage)
    {
        await using RunningSite site = await RunningSite.StartAsync(Open);
        using LiveCharger neighbour = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
        await neighbour.BootAsync();
        using ClientWebSocket socket = await site.DialAsync("CP02");
        RawPeer raw = new(socket);
        await raw.SendAsync(garbage);
        await raw.SendAsync("""[2,"good","Heartbeat",{}]""");
        string answer;
        do
        {
            answer = await raw.ReceiveAsync();
        }
        while (!answer.StartsWith("""[3,"good",""", StringComparison.Ordinal) && !answer.StartsWith("close", StringComparison.Ordinal));

        Assert.StartsWith("""[3,"good",""", answer, StringComparison.Ordinal);
        await LiveCharger.Answer<HeartbeatResponse>(neighbour.Client.HeartbeatAsync());
    }

    [Theory]
    [InlineData("oversize", 1009)]
    [InlineData("binary", 1003)]
    [InlineData("endless", 1002)]
    public async Task What_breaks_the_protocol_ends_its_own_line_alone(string what, int status)
    {
        await using RunningSite site = await RunningSite.StartAsync(Open);
        using LiveCharger neighbour = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger());
        await neighbour.BootAsync();
        using ClientWebSocket socket = await site.DialAsync("CP02");
        RawPeer raw = new(socket);
        switch (what)
        {
            case "oversize":
                await raw.SendAsync($"""[2,"x","Heartbeat",{"{"}"a":"{new string('a', 70_000)}"{"}"}]""");
                break;
            case "binary":
                await raw.SendAsync([1, 2, 3], WebSocketMessageType.Binary);
                break;
            default:
                for (int i = 0; i < 20; i++)
                {
                    await raw.SendAsync(new string('[', 2000));
                }

                break;
        }

        string answer;
        do
        {
            answer = await raw.ReceiveAsync();
        }
        while (!answer.StartsWith("close", StringComparison.Ordinal));

        Assert.Equal($"close {status}", answer);
        await raw.CloseAsync();
        await site.Log.Said("CP02 is gone: ");
        await LiveCharger.Answer<HeartbeatResponse>(neighbour.Client.HeartbeatAsync());
        Assert.False(neighbour.Closed.IsCompleted);
    }

    private static SiteConfiguration Open => RunningSite.With(o => o with { UnknownChargePoints = UnknownChargePoints.Accept, MaxFrameBytes = 65_536 });
}
