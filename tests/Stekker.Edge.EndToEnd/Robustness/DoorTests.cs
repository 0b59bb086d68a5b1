using System.Net;
using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Robustness;

/// <summary>Who is let in, and who is turned away with which words.</summary>
public sealed class DoorTests
{
    [Fact]
    public async Task A_wrong_password_is_turned_away_and_the_right_one_is_not()
    {
        using Site site = new Site().With("CP01", "right-password-of-CP01");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);

        Assert.Equal(HttpStatusCode.Unauthorized, await RawLine.RefusedAsync(site, "CP01", "wrong-password-of-CP01"));
        Assert.Equal(HttpStatusCode.Unauthorized, await RawLine.RefusedAsync(site, "CP01"));

        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01", "right-password-of-CP01");
        Assert.Equal("Accepted", (await charger.BootAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Where_strangers_are_refused_a_stranger_gets_no_connection()
    {
        using Site site = new Site("refuse").With("CP01");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);

        Assert.Contains(await RawLine.RefusedAsync(site, "STRANGER"), new[] { HttpStatusCode.NotFound, HttpStatusCode.Forbidden });
        using RawCharger known = await RawCharger.ConnectAsync(site, "CP01");
        Assert.Equal("Accepted", (await known.BootAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Where_strangers_are_welcome_a_stranger_does_business_at_once()
    {
        using Site site = new("accept");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);

        using RawCharger charger = await RawCharger.ConnectAsync(site, "STRANGER");
        Assert.Equal("Accepted", (await charger.BootAsync()).GetProperty("status").GetString());
    }

    /// <summary>OCPP-J 1.6 §3.1.2: the handshake ends without a subprotocol, and the line is closed at once.</summary>
    [Theory]
    [InlineData]
    [InlineData("ocpp1.2")]
    [InlineData("ocpp1.5", "soap")]
    public async Task Without_a_common_subprotocol_the_line_is_closed_at_once(params string[] protocols)
    {
        using Site site = new Site().With("CP01");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);

        using RawLine line = await RawLine.ConnectWithAsync(site, "CP01", null, protocols);

        Assert.Null(line.Protocol);
        Assert.Null(await line.ReceiveAsync());
    }

    [Fact]
    public async Task The_newer_line_of_a_charger_replaces_the_older()
    {
        using Site site = new Site().With("CP01");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        using RawCharger older = await RawCharger.ConnectAsync(site, "CP01");
        await older.BootAsync();

        using RawCharger newer = await RawCharger.ConnectAsync(site, "CP01");
        JsonElement boot = await newer.BootAsync();

        Assert.Equal("Accepted", boot.GetProperty("status").GetString());
        Assert.Null(await older.TryCallAsync("Heartbeat", []));
    }
}
