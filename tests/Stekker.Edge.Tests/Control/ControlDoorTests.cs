using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Hosting;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Cli;

namespace Stekker.Edge.Tests.Control;

/// <summary>The command line, the control door, the loop and the ledger together, with a charger on a real line.</summary>
public sealed class ControlDoorTests : IAsyncLifetime
{
    private readonly Shell shell = new();
    private Daemon daemon = null!;

    public async Task InitializeAsync() => daemon = await Daemon.StartAsync(
        new DaemonOptions(
            new SiteConfiguration { SiteId = "here", Ocpp = new OcppRules { Listen = "127.0.0.1:0" }, Clock = new ClockRules { AlwaysTrusted = true } },
            shell.Data,
            TextWriter.Null),
        TimeProvider.System);

    public async Task DisposeAsync()
    {
        await daemon.DisposeAsync();
        shell.Dispose();
    }

    [Fact]
    public async Task A_card_works_as_soon_as_it_is_added()
    {
        Assert.Contains("it works now", await shell.OutAsync("cards", "add", "04a1", "--label", "Ada"), StringComparison.Ordinal);

        Assert.Equal("Ada", Assert.Single(daemon.Loop.Snapshot.Cards).Label);
        Assert.Contains("04A1,Ada,site", await shell.OutAsync("cards", "export"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_is_told_in_words_and_in_json()
    {
        await shell.OutAsync("charge-points", "accept", "CP01");

        Assert.Contains("site here, stekker-edge", await shell.OutAsync("status"), StringComparison.Ordinal);
        using JsonDocument status = JsonDocument.Parse(await shell.OutAsync("status", "--json"));
        Assert.Equal("here", status.RootElement.GetProperty("siteId").GetString());
        Assert.True(status.RootElement.GetProperty("clockTrusted").GetBoolean());
        Assert.True(status.RootElement.GetProperty("ledger").GetProperty("ok").GetBoolean());
        Assert.Equal("CP01", status.RootElement.GetProperty("chargePoints")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_whole_session_by_hand()
    {
        using CancellationTokenSource leaves = new();
        using ScriptedChargePoint charger = new(new WebSocketDialer(daemon.OcppAddress, "CP01"), new Ocpp.ChargePoint.ChargePointSettings { MeterStartWh = 5000 });
        Task running = charger.RunAsync(leaves.Token);
        await shell.OutAsync("charge-points", "accept", "CP01");
        await shell.OutAsync("cards", "add", "04A1", "--label", "Ada");
        await shell.UntilAsync("\"status\": \"available\"", "charge-points", "list", "--json");

        using (JsonDocument answered = JsonDocument.Parse(await shell.OutAsync("ocpp", "call", "CP01", "GetLocalListVersion", "{}", "--json")))
        {
            Assert.True(answered.RootElement.GetProperty("result").TryGetProperty("listVersion", out _));
        }

        Said refused = await shell.RunAsync("remote-start", "CP01", "--card", "STRANGER");
        Assert.Equal(1, refused.Code);
        Assert.Contains("not known here", refused.Error, StringComparison.Ordinal);

        charger.PlugIn(1, PhasePower.Of(3, 16));
        await shell.OutAsync("remote-start", "CP01", "--connector", "1", "--card", "04A1");
        await shell.UntilAsync("Ada", "sessions", "list");
        Assert.Contains("charging", await shell.OutAsync("sessions", "list"), StringComparison.Ordinal);

        await shell.OutAsync("remote-stop", "CP01");
        await shell.UntilAsync("\"stopReason\": \"remote\"", "sessions", "list", "--json");
        charger.Unplug(1);
        await shell.UntilAsync("\"state\": \"ended\"", "sessions", "list", "--json");

        using JsonDocument sessions = JsonDocument.Parse(await shell.OutAsync("sessions", "list", "--card", "04a1", "--charge-point", "CP01", "--json"));
        JsonElement session = Assert.Single(sessions.RootElement.EnumerateArray());
        foreach (string key in (string[])["connectorId", "label", "transactionId", "pluggedIn", "started", "stopped", "unplugged", "energyWh", "meterStartWh", "meterStopWh", "timeTrusted"])
        {
            Assert.NotEqual(JsonValueKind.Null, session.GetProperty(key).ValueKind);
        }

        string id = session.GetProperty("id").ToString();
        Assert.Contains($"SESSION {id}", await shell.OutAsync("sessions", "show", id), StringComparison.Ordinal);
        using JsonDocument shown = JsonDocument.Parse(await shell.OutAsync("sessions", "show", id, "--json"));
        Assert.Equal("accepted", shown.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Array, shown.RootElement.GetProperty("ptus").ValueKind);
        Assert.Equal("[]", (await shell.OutAsync("sessions", "list", "--card", "OTHER", "--json")).Trim());

        await leaves.CancelAsync();
        await Record.ExceptionAsync(() => running);
    }

    [Fact]
    public async Task A_refusal_of_the_charger_is_its_own_error()
    {
        using CancellationTokenSource leaves = new();
        using ScriptedChargePoint charger = new(new WebSocketDialer(daemon.OcppAddress, "CP01"));
        Task running = charger.RunAsync(leaves.Token);
        await shell.OutAsync("charge-points", "accept", "CP01");
        await shell.UntilAsync("\"status\": \"available\"", "charge-points", "list", "--json");

        Said unknown = await shell.RunAsync("ocpp", "call", "CP01", "MakeCoffee", "{}", "--json");
        Assert.NotEqual(0, unknown.Code);
        Said absent = await shell.RunAsync("ocpp", "call", "CP02", "ClearCache", "--json");
        Assert.Equal(1, absent.Code);
        using JsonDocument error = JsonDocument.Parse(absent.Out);
        Assert.Contains("CP02 is not connected", error.RootElement.GetProperty("error").GetProperty("description").GetString(), StringComparison.Ordinal);

        await leaves.CancelAsync();
        await Record.ExceptionAsync(() => running);
    }

    [Fact]
    public async Task The_daemon_backs_itself_up()
    {
        await shell.OutAsync("cards", "add", "04A1");
        string copies = Directory.CreateDirectory(shell.File("copies")).FullName;

        await shell.OutAsync("backup", Path.Combine(copies, "edge.db"));

        Assert.Contains("04A1", await shell.OutAsync("cards", "list", "--data", copies), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, HttpStatusCode> Asked => new()
    {
        { "GET", "/nothing", "", HttpStatusCode.NotFound },
        { "DELETE", "/cards", "", HttpStatusCode.NotFound },
        { "GET", "/sessions/1", "", HttpStatusCode.NotFound },
        { "GET", "/sessions?from=tomorrow", "", HttpStatusCode.BadRequest },
        { "GET", "/sessions?limit=many", "", HttpStatusCode.BadRequest },
        { "POST", "/cards", "{", HttpStatusCode.BadRequest },
        { "POST", "/cards", "[{\"label\":\"x\"}]", HttpStatusCode.BadRequest },
        { "POST", "/cards", "[{\"idTag\":\"A\",\"scope\":\"galaxy\"}]", HttpStatusCode.BadRequest },
        { "POST", "/cards/deactivate", "{\"idTag\":\"A\"}", HttpStatusCode.Conflict },
        { "POST", "/charge-points/CP01/admission", "{\"admission\":\"perhaps\"}", HttpStatusCode.BadRequest },
        { "POST", "/charge-points/CP01/call", "{\"action\":\"Reset\",\"payload\":[]}", HttpStatusCode.BadRequest },
        { "POST", "/charge-points/CP01/remote-stop", "{\"connectorId\":null}", HttpStatusCode.Conflict },
        { "POST", "/backup", "{\"path\":\"relative.db\"}", HttpStatusCode.BadRequest },
        { "POST", "/backup", "{\"path\":\"/tmp/a\\u0000b\"}", HttpStatusCode.BadRequest },
        { "POST", "/backup", "{\"path\":\"/tmp/a\\nb\"}", HttpStatusCode.BadRequest },
        { "POST", "/backup", "{\"path\":null}", HttpStatusCode.BadRequest },
        { "POST", "/backup", "{}", HttpStatusCode.BadRequest },
        { "GET", "/status", "", HttpStatusCode.OK },
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task The_door_answers(string method, string path, string body, HttpStatusCode expected)
    {
        using HttpClient http = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        using HttpRequestMessage request = new(new HttpMethod(method), $"http://edge{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        using HttpResponseMessage response = await http.SendAsync(request);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected != HttpStatusCode.OK, answer.RootElement.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task The_chargers_door_does_not_lead_to_the_control_door()
    {
        using HttpClient http = new();

        using HttpResponseMessage response = await http.GetAsync(new UriBuilder(daemon.OcppAddress) { Scheme = "http", Path = "/status" }.Uri);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void Only_its_user_and_group_may_open_the_door() => Assert.Equal(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
        File.GetUnixFileMode(shell.File(ControlSocket.FileName)));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(shell.File(ControlSocket.FileName)), cancel);
        return new NetworkStream(connection, ownsSocket: true);
    }
}
