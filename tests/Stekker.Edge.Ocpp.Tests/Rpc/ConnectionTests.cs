using System.Net.WebSockets;
using System.Text;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Framing;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.Rpc;

/// <summary>How connections end, and what they put up with before.</summary>
public class ConnectionTests
{
    [Fact]
    public async Task A_peer_that_leaves_is_seen_leaving()
    {
        using var bench = new PeerBench();
        await bench.Raw.CloseAsync();
        Assert.Equal(new PeerClosed.PeerLeft(WebSocketCloseStatus.NormalClosure, "bye"), await bench.Closed.OrFail());
        Assert.Equal("close 1000", await bench.Raw.ReceiveAsync());
    }

    [Fact]
    public async Task A_message_above_the_bound_closes_with_1009()
    {
        using var bench = new PeerBench(options => options with { MaxFrameBytes = 5000 });
        await bench.Raw.SendAsync(Sized(5000));
        Assert.StartsWith("[3,\"1\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        await bench.Raw.SendAsync(Sized(5001));
        Assert.Equal("close 1009", await bench.Raw.ReceiveAsync());
        await bench.Raw.CloseAsync();
        Assert.Equal(new PeerClosed.Oversize(5000), await bench.Closed.OrFail());
    }

    [Fact]
    public async Task A_message_without_end_is_cut_off_at_the_bound()
    {
        using var bench = new PeerBench(options => options with { MaxFrameBytes = 5000 });
        for (var i = 0; i < 6; i++)
        {
            await bench.Raw.Socket.SendAsync(new byte[1000].AsMemory(), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        }
        Assert.Equal("close 1009", await bench.Raw.ReceiveAsync());
    }

    [Fact]
    public async Task A_binary_message_closes_with_1003()
    {
        using var bench = new PeerBench();
        await bench.Raw.SendAsync([1, 2, 3], WebSocketMessageType.Binary);
        Assert.Equal("close 1003", await bench.Raw.ReceiveAsync());
        await bench.Raw.CloseAsync();
        Assert.IsType<PeerClosed.BinaryFrame>(await bench.Closed.OrFail());
    }

    [Fact]
    public async Task Twenty_unreadable_messages_on_end_close_with_1002_and_nineteen_do_not()
    {
        using var bench = new PeerBench();
        for (var i = 0; i < 19; i++)
        {
            await bench.Raw.SendAsync("hello");
            Assert.StartsWith("[4,\"-1\",\"FormationViolation\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        }
        await IncomingCallTests.AssertAlive(bench);
        for (var i = 0; i < 20; i++)
        {
            await bench.Raw.SendAsync("hello");
        }
        string last;
        do
        {
            last = await bench.Raw.ReceiveAsync();
        }
        while (last.StartsWith('['));
        Assert.Equal("close 1002", last);
        await bench.Raw.CloseAsync();
        Assert.Equal(new PeerClosed.TooManyMalformed(20), await bench.Closed.OrFail());
    }

    [Fact]
    public async Task A_peer_that_does_not_close_its_half_is_cut_off()
    {
        using var bench = new PeerBench();
        await bench.Raw.SendAsync([1], WebSocketMessageType.Binary);
        await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(5)).OrFail();
        Assert.IsType<PeerClosed.BinaryFrame>(await bench.Closed.OrFail());
    }

    [Fact]
    public async Task Closing_waits_for_the_peer_s_half()
    {
        using var bench = new PeerBench();
        var closing = bench.Peer.CloseAsync("another connection took over");
        Assert.Equal("close 1000", await bench.Raw.ReceiveAsync());
        Assert.Equal("another connection took over", bench.Raw.Socket.CloseStatusDescription);
        Assert.False(closing.IsCompleted);
        await bench.Raw.CloseAsync();
        await closing.OrFail();
        Assert.Equal(new PeerClosed.ClosedByUs("another connection took over"), await bench.Closed.OrFail());
    }

    [Fact]
    public async Task Closing_a_frozen_peer_cuts_the_line_after_the_bound()
    {
        using var bench = new PeerBench();
        var closing = bench.Peer.CloseAsync("frozen");
        await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(5)).OrFail();
        await closing.OrFail();
        Assert.Equal(new PeerClosed.ClosedByUs("frozen"), await bench.Closed.OrFail());
    }

    [Fact]
    public async Task Aborting_ends_at_once()
    {
        using var bench = new PeerBench();
        bench.Peer.Abort("replaced");
        Assert.Equal(new PeerClosed.ClosedByUs("replaced"), await bench.Closed.OrFail());
    }

    [Fact]
    public async Task Being_told_to_stop_closes_in_good_order()
    {
        using var bench = new PeerBench();
        bench.Stop();
        Assert.Equal("close 1000", await bench.Raw.ReceiveAsync());
        await bench.Raw.CloseAsync();
        Assert.Equal(new PeerClosed.ClosedByUs("stopping"), await bench.Closed.OrFail());
    }

    [Fact]
    public async Task A_handler_at_work_learns_that_the_line_is_gone()
    {
        using var bench = new PeerBench();
        var begun = new TaskCompletionSource();
        bench.Answer = async (_, gone) =>
        {
            begun.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(gone);
            throw new InvalidOperationException("not reached");
        };
        await bench.Raw.SendAsync("""[2,"1","Heartbeat",{}]""");
        await begun.Task.OrFail();
        bench.Wire.Cut();
        Assert.IsType<PeerClosed.TransportLost>(await bench.Closed.OrFail());
        Assert.Empty(bench.Faults);
    }

    [Fact]
    public async Task A_peer_that_takes_no_bytes_is_given_up()
    {
        using var bench = new PeerBench();
        bench.Wire.Clog();
        var call = bench.ResetAsync();
        await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(20)).OrFail();
        Assert.IsType<CallOutcome.Disconnected>(await call.OrFail());
        Assert.IsType<PeerClosed.TransportLost>(await bench.Closed.OrFail());
    }

    [Fact]
    public async Task A_peer_that_sends_too_fast_is_read_later_and_never_ignored()
    {
        using var bench = new PeerBench(options => options with { MaxMessagesPerSecond = 1, MessageBurst = 2 });
        for (var i = 0; i < 5; i++)
        {
            await bench.Raw.SendAsync($"[2,\"{i}\",\"Heartbeat\",{{}}]");
        }
        for (var i = 0; i < 5; i++)
        {
            if (i >= 2)
            {
                await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(1)).OrFail();
            }
            Assert.StartsWith($"[3,\"{i}\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(5, bench.Peer.Statistics.Received);
    }

    [Fact]
    public async Task The_observer_sees_every_message_both_ways()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var bench = new PeerBench(options => options with { Observer = (direction, utf8) => seen.Enqueue($"{direction} {Encoding.UTF8.GetString(utf8)}") });
        await bench.Raw.SendAsync("""[2,"1","Heartbeat",{}]""");
        await bench.Raw.ReceiveAsync();
        Assert.Equal(["""Received [2,"1","Heartbeat",{}]""", """Sent [3,"1",{"currentTime":"2026-01-15T12:00:00Z"}]"""], seen);
    }

    /// <summary>Ten thousand mutations of valid frames over a real socket: each gets the one answer it deserves, or none.</summary>
    [Fact]
    public async Task Whatever_comes_gets_one_proper_answer_or_none()
    {
        const int Seed = 4711;
        const int Mutations = 10_000;
        var random = new Random(Seed);
        var frames = FrameMutations.ValidFrames();
        using var bench = new PeerBench(options => options with { MaxMalformedInARow = int.MaxValue, MessageBurst = int.MaxValue });
        bench.Answer = (_, _) => ValueTask.FromResult(OcppAnswer.Error(OcppErrorCode.NotSupported, "seen"));
        for (var i = 0; i < Mutations; i++)
        {
            var text = FrameMutations.MutateText(frames[random.Next(frames.Count)], random);
            var expected = FrameReader.Read(Encoding.UTF8.GetBytes(text)) switch
            {
                CallFrame call => call.MessageId,
                MalformedFrame { WantsAnswer: true } malformed => malformed.AnswerId,
                _ => null,
            };
            await bench.Raw.SendAsync(text);
            if (expected is null)
            {
                continue;
            }
            var answer = FrameReader.Read(Encoding.UTF8.GetBytes(await bench.Raw.ReceiveAsync()));
            var error = answer as CallErrorFrame;
            Assert.True(error is { KnownCode: not null } && error.MessageId == expected, $"seed {Seed}, mutation {i}: {text}\nwas answered {answer}");
        }
        await bench.Raw.SendAsync("""[2,"alive","Heartbeat",{}]""");
        Assert.StartsWith("[4,\"alive\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Empty(bench.Faults);
    }

    private static string Sized(int bytes)
    {
        const string Start = """[2,"1","DataTransfer",{"vendorId":"V","data":" """;
        const string End = "\"}]";
        return Start + new string('x', bytes - Start.Length - End.Length) + End;
    }
}
