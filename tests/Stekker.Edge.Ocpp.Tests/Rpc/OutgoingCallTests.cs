using System.Text;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.Rpc;

public class OutgoingCallTests
{
    [Fact]
    public async Task A_call_ends_with_its_typed_answer()
    {
        using var bench = new PeerBench();
        var call = bench.ResetAsync();
        Assert.Equal("""[2,"me-1","Reset",{"type":"Soft"}]""", await bench.Raw.ReceiveAsync());
        await bench.Raw.SendAsync("""[3,"me-1",{"status":"Accepted"}]""");
        Assert.Equal(new CallOutcome.Answered<ResetResponse>(new ResetResponse(ResetStatus.Accepted)), await call.OrFail());
    }

    [Fact]
    public async Task Only_one_call_is_under_way_and_the_others_follow_in_order()
    {
        using var bench = new PeerBench();
        var calls = Enumerable.Range(0, 3).Select(_ => bench.ResetAsync()).ToList();
        for (var i = 1; i <= calls.Count; i++)
        {
            Assert.StartsWith($"[2,\"me-{i}\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
            // Were the next call sent too early, it would come before this answer.
            await IncomingCallTests.AssertAlive(bench);
            await bench.Raw.SendAsync($$"""[3,"me-{{i}}",{"status":"Rejected"}]""");
            Assert.IsType<CallOutcome.Answered<ResetResponse>>(await calls[i - 1].OrFail());
        }
    }

    [Fact]
    public async Task A_handler_may_call_its_own_peer_and_gets_the_answer()
    {
        using var bench = new PeerBench();
        bench.Answer = async (request, gone) =>
        {
            Assert.IsType<CallOutcome.Answered<ResetResponse>>(await bench.ResetAsync(cancellationToken: gone));
            return bench.Default(request);
        };
        await bench.Raw.SendAsync("""[2,"1","Heartbeat",{}]""");
        await bench.Raw.SendAsync("""[2,"2","Nonsense",{}]""");
        Assert.StartsWith("[2,\"me-1\",\"Reset\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        await bench.Raw.SendAsync("""[3,"me-1",{"status":"Accepted"}]""");
        Assert.StartsWith("[3,\"1\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("[4,\"2\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Empty(bench.Faults);
    }

    [Fact]
    public async Task With_the_queue_full_a_handler_s_own_call_times_out_and_the_line_goes_on()
    {
        using var bench = new PeerBench(options => options with { MaxWaitingCalls = 1 });
        bench.Answer = async (request, gone) =>
        {
            bench.Answer = null;
            Assert.IsType<CallOutcome.TimedOut>(await bench.ResetAsync(cancellationToken: gone));
            return bench.Default(request);
        };
        for (var i = 0; i < 10; i++)
        {
            await bench.Raw.SendAsync($"[2,\"{i}\",\"Heartbeat\",{{}}]");
        }
        Assert.StartsWith("[2,\"me-1\",\"Reset\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        // This answer stands behind the calls that nobody reads while the handler waits.
        await bench.Raw.SendAsync("""[3,"me-1",{"status":"Accepted"}]""");
        await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(30)).OrFail();
        for (var i = 0; i < 10; i++)
        {
            Assert.StartsWith($"[3,\"{i}\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        }
        Assert.Empty(bench.Faults);
    }

    [Theory]
    [InlineData("NotImplemented")]
    [InlineData("FormatViolation")]
    [InlineData("OurOwnError")]
    public async Task A_refusal_is_an_answer_and_the_line_lives(string code)
    {
        using var bench = new PeerBench();
        var call = bench.ResetAsync();
        await bench.Raw.ReceiveAsync();
        await bench.Raw.SendAsync($$"""[4,"me-1","{{code}}","cannot",{}]""");
        Assert.Equal(new CallOutcome.Refused(code, "cannot"), await call.OrFail());
        await IncomingCallTests.AssertAlive(bench);
    }

    [Theory]
    [InlineData("""[3,"me-1",{"status":"Perhaps"}]""", "status: is text \"Perhaps\", should be one of Accepted, Rejected")]
    [InlineData("""[3,"me-1",{}]""", "status: is missing, should be one of Accepted, Rejected")]
    [InlineData("""[3,"me-1",null]""", "The payload is not a JSON object.")]
    public async Task An_answer_that_breaks_the_specification_ends_the_call_and_not_the_line(string answer, string description)
    {
        using var bench = new PeerBench();
        var call = bench.ResetAsync();
        await bench.Raw.ReceiveAsync();
        await bench.Raw.SendAsync(answer);
        Assert.Equal(new CallOutcome.InvalidAnswer(description), await call.OrFail());
        await IncomingCallTests.AssertAlive(bench);
    }

    [Fact]
    public async Task Without_an_answer_the_call_times_out_and_the_next_one_goes()
    {
        using var bench = new PeerBench();
        var first = bench.ResetAsync();
        var second = bench.ResetAsync(ResetType.Hard);
        await bench.Raw.ReceiveAsync();
        await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(30));
        Assert.IsType<CallOutcome.TimedOut>(await first.OrFail());
        Assert.Equal("""[2,"me-2","Reset",{"type":"Hard"}]""", await bench.Raw.ReceiveAsync());

        await bench.Raw.SendAsync("""[3,"me-1",{"status":"Rejected"}]""");
        await bench.Raw.SendAsync("""[3,"me-2",{"status":"Accepted"}]""");
        Assert.True((await second.OrFail()).TryGet(out ResetResponse? response));
        Assert.Equal(ResetStatus.Accepted, response.Status);
        Assert.Equal(1, bench.Peer.Statistics.UnexpectedAnswers);
    }

    [Fact]
    public async Task With_the_queue_full_a_further_call_is_not_sent_and_its_caller_told()
    {
        using var bench = new PeerBench(options => options with { MaxQueuedCalls = 2 });
        var underWay = bench.ResetAsync();
        await bench.Raw.ReceiveAsync();
        Task<CallOutcome>[] waiting = [bench.ResetAsync(), bench.ResetAsync()];
        var outcome = Assert.IsType<CallOutcome.NotSent>(await bench.ResetAsync().OrFail());
        Assert.Equal(NotSentReason.QueueFull, outcome.Reason);
        Assert.DoesNotContain(waiting.Append(underWay), task => task.IsCompleted);
    }

    [Fact]
    public async Task A_lost_line_ends_every_call()
    {
        using var bench = new PeerBench();
        Task<CallOutcome>[] calls = [bench.ResetAsync(), bench.ResetAsync()];
        await bench.Raw.ReceiveAsync();
        bench.Wire.Cut();
        Assert.All(await Task.WhenAll(calls).OrFail(), outcome => Assert.IsType<CallOutcome.Disconnected>(outcome));
        Assert.IsType<PeerClosed.TransportLost>(await bench.Closed.OrFail());
        Assert.IsType<CallOutcome.Disconnected>(await bench.ResetAsync().OrFail());
    }

    [Fact]
    public async Task A_call_given_up_before_it_was_sent_is_never_sent()
    {
        using var bench = new PeerBench();
        using var impatience = new CancellationTokenSource();
        var first = bench.ResetAsync();
        var second = bench.ResetAsync(ResetType.Hard, impatience.Token);
        var third = bench.ResetAsync();
        await bench.Raw.ReceiveAsync();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.OrFail());
        await bench.Raw.SendAsync("""[3,"me-1",{"status":"Accepted"}]""");
        Assert.StartsWith("[2,\"me-3\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        await bench.Raw.SendAsync("""[3,"me-3",{"status":"Accepted"}]""");
        await Task.WhenAll(first, third).OrFail();
    }

    [Fact]
    public async Task A_call_given_up_under_way_keeps_its_place_until_it_is_answered()
    {
        using var bench = new PeerBench();
        using var impatience = new CancellationTokenSource();
        var first = bench.ResetAsync(cancellationToken: impatience.Token);
        await bench.Raw.ReceiveAsync();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.OrFail());
        var second = bench.ResetAsync();
        await IncomingCallTests.AssertAlive(bench);
        await bench.Raw.SendAsync("""[3,"me-1",{"status":"Accepted"}]""");
        Assert.StartsWith("[2,\"me-2\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.False(second.IsCompleted);
    }

    [Theory]
    [InlineData("Reset", """{"type":"Gentle"}""", NotSentReason.InvalidPayload, "type: is text \"Gentle\", should be one of Hard, Soft")]
    [InlineData("Reset", """{"type":""", NotSentReason.InvalidPayload, "The payload is not JSON at byte 8")]
    [InlineData("Heartbeat", "{}", NotSentReason.WrongDirection, "Heartbeat goes the other way.")]
    [InlineData("Dance", "{}", NotSentReason.UnknownAction, "ocpp1.6 has no action Dance.")]
    public async Task A_typed_in_call_that_cannot_be_sent_says_why(string action, string payload, NotSentReason reason, string description)
    {
        using var bench = new PeerBench();
        Assert.Equal(new CallOutcome.NotSent(reason, description), await bench.Peer.CallRawAsync(action, Encoding.UTF8.GetBytes(payload)).OrFail());
    }

    [Fact]
    public async Task A_typed_in_call_goes_out_as_typed_and_its_answer_comes_back_as_sent()
    {
        using var bench = new PeerBench();
        var call = bench.Peer.CallRawAsync("Reset", """{"type":"Hard", "vendor":1}"""u8.ToArray());
        Assert.Equal("""[2,"me-1","Reset",{"type":"Hard", "vendor":1}]""", await bench.Raw.ReceiveAsync());
        await bench.Raw.SendAsync("""[3,"me-1",{"status":"Accepted","more":[1]}]""");
        var answer = Assert.IsType<CallOutcome.AnsweredRaw>(await call.OrFail());
        Assert.Equal("""{"status":"Accepted","more":[1]}""", Encoding.UTF8.GetString(answer.Payload.Span));
    }

    [Fact]
    public async Task A_request_of_ours_that_breaks_the_specification_does_not_go_out()
    {
        using var bench = new PeerBench();
        var outcome = await bench.Peer.CallAsync(UnlockConnector.Action, new UnlockConnectorRequest(0)).OrFail();
        Assert.Equal(new CallOutcome.NotSent(NotSentReason.InvalidPayload, "connectorId: is the number 0, should be a whole number of at least 1"), outcome);
    }

    [Fact]
    public void Ids_of_two_connections_differ() => Assert.NotEqual(new MessageIds().Next(), new MessageIds().Next());
}
