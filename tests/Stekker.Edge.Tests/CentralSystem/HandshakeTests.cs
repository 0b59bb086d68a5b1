using System.Net;
using System.Net.WebSockets;
using System.Text;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem;

public class HandshakeTests
{
    [Theory]
    [InlineData("ocpp1.6")]
    [InlineData("ocpp2.1", "ocpp1.6")]
    [InlineData("ocpp1.6", "ocpp1.5", "chat")]
    public async Task Of_what_the_charger_offers_the_version_in_common_is_taken(params string[] offered)
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using ClientWebSocket socket = await DialAsync(site, "CP01", offered);
        Assert.Equal("ocpp1.6", socket.SubProtocol);
        await site.Log.Said("CP01 connected from 127.0.0.1 (ocpp1.6)");
    }

    [Theory]
    [InlineData]
    [InlineData("ocpp1.5")]
    [InlineData("OCPP1.6")]
    public async Task Without_a_version_in_common_the_line_is_closed_and_people_are_told_what_to_set(params string[] offered)
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using ClientWebSocket socket = await DialAsync(site, "CP01", offered);
        Assert.True(string.IsNullOrEmpty(socket.SubProtocol));
        Assert.Equal("close 1002", await new RawPeer(socket).ReceiveAsync().OrFail());
        await site.Log.Said("set it to OCPP 1.6 JSON");
        Assert.DoesNotContain(site.Log.Lines.All, l => l.Contains("CP01 connected", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/ocpp/CP01", HttpStatusCode.UpgradeRequired)]
    [InlineData("/ocpp/", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.NotFound)]
    [InlineData("/v1/status", HttpStatusCode.NotFound)]
    public async Task Who_does_not_come_by_WebSocket_is_told_what_this_is(string path, HttpStatusCode status)
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{site.Address.Port}{path}")).OrFail();
        Assert.Equal(status, answer.StatusCode);
        Assert.NotEqual("", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/ocpp/..")]
    [InlineData("/ocpp/a%2Fb")]
    [InlineData("/ocpp/0123456789012345678901234567890123456789ABCDEFGHI")]
    [InlineData("/CP01")]
    public async Task An_id_that_is_none_is_not_found(string target)
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using RawWire wire = await RawWire.ConnectAsync(site.Address);
        Assert.StartsWith("HTTP/1.1 404 ", await wire.UpgradeAsync(target), StringComparison.Ordinal);
        await site.SettleAsync();
        Assert.Empty(site.Loop.Snapshot.ChargePoints);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Without_the_right_password_the_charger_is_challenged(string? password)
    {
        await using RunningSite site = await RunningSite.StartAsync(WithPassword);
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        if (password is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"CP01:{password}"))}");
        }

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri(site.Address, "CP01"), CancellationToken.None).OrFail());
        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
        Assert.StartsWith("Basic ", Assert.Single(socket.HttpResponseHeaders!["WWW-Authenticate"]), StringComparison.Ordinal);
        string told = await site.Log.Said("no or a wrong password");
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_right_password_it_is_served()
    {
        await using RunningSite site = await RunningSite.StartAsync(WithPassword);
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", new TestCharger(), "secret");
        Assert.Equal(Ocpp.V16.RegistrationStatus.Accepted, await charger.BootAsync());
    }

    [Fact]
    public async Task Where_the_rule_says_so_a_stranger_is_refused()
    {
        await using RunningSite site = await RunningSite.StartAsync(RunningSite.With(o => o with { UnknownChargePoints = UnknownChargePoints.Refuse }));
        Assert.Equal(new DialOutcome.Refused(HttpStatusCode.NotFound), await TryAsync(site, "NEW"));
        Assert.Null(site.Find("NEW"));

        await site.AskAsync(id => new SiteEvent.ChargePointAdmitted(id, "NEW", Admission.Accepted));
        Assert.IsType<DialOutcome.Connected>(await TryAsync(site, "NEW")).Socket.Dispose();
    }

    [Fact]
    public async Task More_chargers_than_there_is_room_for_are_turned_away_until_there_is()
    {
        await using RunningSite site = await RunningSite.StartAsync(
            RunningSite.With(o => o with { MaxConnections = 2, UnknownChargePoints = UnknownChargePoints.Accept }));
        using ClientWebSocket first = await site.DialAsync("CP01");
        using ClientWebSocket second = await site.DialAsync("CP02");
        Assert.Equal(new DialOutcome.Refused(HttpStatusCode.ServiceUnavailable), await TryAsync(site, "CP03"));

        await site.Log.Said("CP01 connected");
        first.Abort();
        await site.Log.Said("CP01 is gone: the line was lost");
        DialOutcome again;
        do
        {
            again = await TryAsync(site, "CP03");
        }
        while (again is DialOutcome.Refused);

        Assert.IsType<DialOutcome.Connected>(again).Socket.Dispose();
    }

    private static SiteConfiguration WithPassword => RunningSite.Configuration with { ChargePoints = [new Core.Configuration.ChargePointSettings("CP01", "secret", null, [], null)] };

    private static Task<DialOutcome> TryAsync(RunningSite site, string id) => new WebSocketDialer(site.Address, id).DialAsync(CancellationToken.None).AsTask().OrFail();

    private static async Task<ClientWebSocket> DialAsync(RunningSite site, string id, string[] offered)
    {
        ClientWebSocket socket = new();
        foreach (string version in offered)
        {
            socket.Options.AddSubProtocol(version);
        }

        await socket.ConnectAsync(new Uri(site.Address, id), CancellationToken.None).OrFail();
        return socket;
    }
}
