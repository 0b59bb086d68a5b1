using System.Net;
using System.Net.Sockets;
using System.Text;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

/// <summary>The real client against a real listener on this machine.</summary>
public class WebSocketDialerTests
{
    [Fact]
    public async Task It_dials_its_id_escaped_with_password_and_subprotocol()
    {
        using var server = new HttpListener();
        var dialing = new WebSocketDialer(Listen(server), "CP 1/é", "s3cret").DialAsync(CancellationToken.None).AsTask();
        var request = await server.GetContextAsync().OrFail();
        Assert.Equal("/ocpp/CP%201%2F%C3%A9", request.Request.RawUrl);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("CP 1/é:s3cret")), request.Request.Headers["Authorization"]);
        using var accepted = (await request.AcceptWebSocketAsync("ocpp1.6").OrFail()).WebSocket;
        var connected = Assert.IsType<DialOutcome.Connected>(await dialing.OrFail());
        Assert.Equal("ocpp1.6", connected.Subprotocol);
        connected.Socket.Dispose();
    }

    [Fact]
    public async Task A_refusal_keeps_its_status()
    {
        using var server = new HttpListener();
        var dialing = new WebSocketDialer(Listen(server), "CP1").DialAsync(CancellationToken.None).AsTask();
        var request = await server.GetContextAsync().OrFail();
        Assert.Null(request.Request.Headers["Authorization"]);
        request.Response.StatusCode = 401;
        request.Response.Close();
        Assert.Equal(new DialOutcome.Refused(HttpStatusCode.Unauthorized), await dialing.OrFail());
    }

    [Fact]
    public async Task Nobody_there_is_unreachable() =>
        Assert.IsType<DialOutcome.Unreachable>(await new WebSocketDialer(new Uri($"ws://127.0.0.1:{FreePort()}/ocpp"), "CP1").DialAsync(CancellationToken.None));

    private static Uri Listen(HttpListener server)
    {
        var port = FreePort();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        return new Uri($"ws://127.0.0.1:{port}/ocpp/");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
