using System.Net.Sockets;
using System.Text;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Attacks;

/// <summary>Connections that only want to be there.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Ten_thousand_connections_of_one_address_leave_room_for_the_chargers()
    {
        await using UnderAttack site = await UnderAttack.StartAsync();
        List<Socket> held = [];
        try
        {
            for (int i = 0; i < 10_000; i++)
            {
                try
                {
                    held.Add(await site.ConnectAsync());
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets)
                {
                    break;
                }
                catch (SocketException)
                {
                    // Refused at once: that one holds nothing.
                }

                if (i % 1000 == 0)
                {
                    await site.ServesAsync();
                }
            }

            await site.Edge.SaidAsync($"{UnderAttack.Attacker} has 256 connections open, and gets no more");
            using RawCharger another = await RawCharger.ConnectAsync(site.Site, "LATE");
            Assert.Equal("Pending", (await another.BootAsync()).GetProperty("status").GetString());
            await site.ServesAsync();
            Assert.Equal(1, site.Edge.Times("connections open"));
            await site.Site.Cli.RunAsync("status");
        }
        finally
        {
            held.ForEach(s => s.Dispose());
        }

        await site.EndsWellAsync();
    }

    [Theory]
    [InlineData("nothing at all", "")]
    [InlineData("half a request line", "GET /ocpp/CP")]
    [InlineData("headers without end", "GET /ocpp/CP01 HTTP/1.1\r\nHost: edge\r\nX-A: ")]
    [InlineData("a body that does not come", "POST /ocpp/CP01 HTTP/1.1\r\nHost: edge\r\nContent-Length: 1000000\r\n\r\nx")]
    public async Task Slow_talkers_hold_nobody_up(string what, string said)
    {
        await using UnderAttack site = await UnderAttack.StartAsync();
        List<Socket> held = [];
        try
        {
            for (int i = 0; i < 200; i++)
            {
                held.Add(await site.ConnectAsync());
                await held[^1].SendAsync(Encoding.ASCII.GetBytes(said));
            }

            for (int drop = 0; drop < 20; drop++)
            {
                foreach (Socket slow in held.Where(_ => said.EndsWith(' ')))
                {
                    await slow.SendAsync("a"u8.ToArray());
                }

                await site.ServesAsync();
            }

            using RawCharger another = await RawCharger.ConnectAsync(site.Site, "LATE");
            Assert.True((await another.BootAsync()).GetProperty("status").GetString() == "Pending", what);
        }
        finally
        {
            held.ForEach(s => s.Dispose());
        }

        await site.EndsWellAsync();
    }

    [Fact]
    public async Task Headers_that_do_not_end_are_cut_off()
    {
        await using UnderAttack site = await UnderAttack.StartAsync();
        using Socket slow = await site.ConnectAsync();
        await slow.SendAsync("GET /ocpp/CP01 HTTP/1.1\r\nHost: edge\r\nX-A: "u8.ToArray());
        string answer = await UnderAttack.HeadAsync(slow);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
        await site.EndsWellAsync();
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_to_come_later_and_the_log_says_it_once()
    {
        await using UnderAttack site = await UnderAttack.StartAsync(Limited(30));
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => AskOften(site)));
        Assert.Contains(answers, a => a.StartsWith("HTTP/1.1 429", StringComparison.Ordinal) && a.Contains("Retry-After: ", StringComparison.Ordinal));
        await site.Edge.SaidAsync($"{UnderAttack.Attacker} asks for a line more than 60 times in a minute");
        await site.ServesAsync();
        Assert.Equal(1, site.Edge.Times("times in a minute"));
        await site.EndsWellAsync();
    }

    [Fact]
    public async Task A_charger_that_comes_and_goes_without_end_fills_no_log()
    {
        await using UnderAttack site = await UnderAttack.StartAsync(new Site().With("FLAPS"));
        for (int i = 0; i < 50; i++)
        {
            using RawCharger flaps = await RawCharger.ConnectAsync(site.Site, "FLAPS");
            await flaps.BootAsync();
        }

        await site.ServesAsync();
        Assert.InRange(site.Edge.Times("FLAPS is gone"), 0, 3);
        Assert.Equal(4, site.Edge.Times("FLAPS connected from"));
        Assert.Equal(4, site.Edge.Times("FLAPS booted"));
        await site.EndsWellAsync();
    }

    private static async Task<string> AskOften(UnderAttack site)
    {
        string last = "";
        for (int i = 0; i < 10; i++)
        {
            last = await site.AskAsync("/nowhere");
        }

        return last;
    }

    private static Site Limited(int perAddress)
    {
        Site site = new();
        site.Configuration["ocpp"]!["maxConnectionsPerAddress"] = perAddress;
        return site;
    }
}
