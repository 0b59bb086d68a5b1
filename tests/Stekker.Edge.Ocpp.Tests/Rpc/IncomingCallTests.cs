using System.Text;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.Rpc;

public class IncomingCallTests
{
    [Fact]
    public async Task A_call_is_answered_with_its_id()
    {
        using var bench = new PeerBench();
        await bench.Raw.SendAsync("""[2,"42","Heartbeat",{}]""");
        Assert.Equal("""[3,"42",{"currentTime":"2026-01-15T12:00:00Z"}]""", await bench.Raw.ReceiveAsync());
    }

    [Theory]
    [InlineData("""[2,"1","FlyToTheMoon",{}]""", """[4,"1","NotImplemented","ocpp1.6 has no action FlyToTheMoon.",{}]""")]
    [InlineData("""[2,"1","Reset",{"type":"Hard"}]""", """[4,"1","NotSupported","Reset goes the other way.",{}]""")]
    [InlineData("""[2,"1","Authorize",{}]""", """[4,"1","OccurenceConstraintViolation","idTag: is missing, should be a text of at most 20 characters",{}]""")]
    [InlineData("""[2,"1","Heartbeat",{"a":1,"a":1}]""", """[4,"1","FormationViolation","The key \"a\" is given twice.",{}]""")]
    [InlineData("""[2,"1","Heartbeat"]""", """[4,"1","FormationViolation","The payload is not a JSON object.",{}]""")]
    [InlineData("hello", """[4,"-1","FormationViolation","The message is not JSON, or nested more than 16 deep, at byte 0.",{}]""")]
    public async Task A_call_that_cannot_be_handled_gets_the_specification_s_code_and_the_line_lives(string call, string answer)
    {
        using var bench = new PeerBench();
        await bench.Raw.SendAsync(call);
        Assert.Equal(answer, await bench.Raw.ReceiveAsync());
        await AssertAlive(bench);
    }

    [Theory]
    [InlineData("""[7,"1",{}]""")]
    [InlineData("""[3,"1",[]]""")]
    [InlineData("""[3,"1",{}]""")]
    [InlineData("""[4,"-1","GenericError","",{}]""")]
    public async Task What_wants_no_answer_gets_none(string message)
    {
        using var bench = new PeerBench();
        await bench.Raw.SendAsync(message);
        await AssertAlive(bench);
    }

    [Fact]
    public async Task A_handler_that_throws_is_InternalError_to_the_peer_and_told_to_us()
    {
        using var bench = new PeerBench { Answer = (_, _) => throw new InvalidDataException("the disk is full") };
        await bench.Raw.SendAsync("""[2,"1","Heartbeat",{}]""");
        Assert.Equal("""[4,"1","InternalError","Heartbeat failed here.",{}]""", await bench.Raw.ReceiveAsync());
        Assert.Equal("Heartbeat the disk is full", $"{bench.Faults.Single().Action} {bench.Faults.Single().Exception.Message}");
        bench.Answer = null;
        await AssertAlive(bench);
    }

    [Fact]
    public async Task A_handler_may_answer_with_an_error()
    {
        using var bench = new PeerBench { Answer = (_, _) => ValueTask.FromResult(OcppAnswer.Error(OcppErrorCode.SecurityError, "not you")) };
        await bench.Raw.SendAsync("""[2,"1","Heartbeat",{}]""");
        Assert.Equal("""[4,"1","SecurityError","not you",{}]""", await bench.Raw.ReceiveAsync());
    }

    [Fact]
    public async Task An_answer_of_ours_that_breaks_the_specification_does_not_go_out()
    {
        using var bench = new PeerBench { Answer = (_, _) => ValueTask.FromResult(OcppAnswer.Of(new BootNotificationResponse(RegistrationStatus.Accepted, default, -5))) };
        await bench.Raw.SendAsync("""[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]""");
        Assert.StartsWith("""[4,"1","InternalError",""", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("interval: is the number -5", bench.Faults.Single().Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_sent_without_waiting_are_handled_one_at_a_time_and_answered_in_order()
    {
        using var bench = new PeerBench();
        var busy = 0;
        bench.Answer = async (request, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref busy));
            await Task.Yield();
            Interlocked.Decrement(ref busy);
            return bench.Default(request);
        };
        var calls = Enumerable.Range(0, 100).Select(i => i % 7 == 3
            ? $"[2,\"{i}\",\"Nonsense\",{{}}]"
            : $$"""[2,"{{i}}","DataTransfer",{"vendorId":"V","data":"{{i}}"}]""").ToList();
        foreach (var call in calls)
        {
            await bench.Raw.SendAsync(call);
        }
        for (var i = 0; i < calls.Count; i++)
        {
            Assert.StartsWith(i % 7 == 3 ? $"[4,\"{i}\"," : $$"""[3,"{{i}}",{"status":"Accepted","data":"{{i}}"}]""", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        }
        Assert.Empty(bench.Faults);
    }

    [Fact]
    public async Task A_call_repeated_under_its_id_gets_the_same_answer_and_is_handled_once()
    {
        using var bench = new PeerBench { Answer = (_, _) => ValueTask.FromResult(OcppAnswer.Of(new StartTransactionResponse(new IdTagInfo(AuthorizationStatus.Accepted), 7))) };
        const string Start = """[2,"s","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2026-01-15T12:00:00Z"}]""";
        await bench.Raw.SendAsync(Start);
        await bench.Raw.SendAsync(Start);
        Assert.Equal(await bench.Raw.ReceiveAsync(), await bench.Raw.ReceiveAsync());
        Assert.Single(bench.Handled);
    }

    [Fact]
    public async Task Another_call_under_the_same_id_is_another_call()
    {
        using var bench = new PeerBench();
        await bench.Raw.SendAsync("""[2,"1","DataTransfer",{"vendorId":"V","data":"a"}]""");
        await bench.Raw.SendAsync("""[2,"1","DataTransfer",{"vendorId":"V","data":"b"}]""");
        Assert.Contains("\"a\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("\"b\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_not_held_on_to_when_the_call_is_repeated()
    {
        using var bench = new PeerBench { Answer = (_, _) => throw new InvalidDataException("busy") };
        await bench.Raw.SendAsync("""[2,"1","Heartbeat",{}]""");
        Assert.Contains("InternalError", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        bench.Answer = null;
        await bench.Raw.SendAsync("""[2,"1","Heartbeat",{}]""");
        Assert.StartsWith("[3,\"1\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_queue_full_reading_pauses_and_nothing_is_lost()
    {
        using var bench = new PeerBench(options => options with { MaxWaitingCalls = 2 });
        var gate = new TaskCompletionSource();
        bench.Answer = async (request, _) =>
        {
            await gate.Task;
            return bench.Default(request);
        };
        for (var i = 0; i < 50; i++)
        {
            await bench.Raw.SendAsync($"[2,\"{i}\",\"Heartbeat\",{{}}]");
        }
        gate.SetResult();
        for (var i = 0; i < 50; i++)
        {
            Assert.StartsWith($"[3,\"{i}\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_follows_an_answer_is_done_after_it_was_sent()
    {
        using var bench = new PeerBench();
        bench.Answer = (request, gone) => ValueTask.FromResult(request is DataTransferRequest
            ? OcppAnswer.Of(new DataTransferResponse(DataTransferStatus.Accepted), () => bench.ResetAsync(cancellationToken: gone))
            : bench.Default(request));
        await bench.Raw.SendAsync("""[2,"1","DataTransfer",{"vendorId":"V"}]""");
        Assert.StartsWith("[3,\"1\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("[2,\"me-1\",\"Reset\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_message_in_many_fragments_is_put_together()
    {
        using var bench = new PeerBench();
        var data = new string('x', 200_000);
        var bytes = Encoding.UTF8.GetBytes($$"""[2,"1","DataTransfer",{"vendorId":"V","data":"{{data}}"}]""");
        for (var at = 0; at < bytes.Length; at += 7000)
        {
            var end = Math.Min(at + 7000, bytes.Length);
            await bench.Raw.Socket.SendAsync(bytes.AsMemory(at..end), System.Net.WebSockets.WebSocketMessageType.Text, end == bytes.Length, CancellationToken.None);
        }
        Assert.Equal($$"""[3,"1",{"status":"Accepted","data":"{{data}}"}]""", await bench.Raw.ReceiveAsync());
        await AssertAlive(bench);
    }

    internal static async Task AssertAlive(PeerBench bench)
    {
        await bench.Raw.SendAsync("""[2,"alive","Heartbeat",{}]""");
        Assert.StartsWith("[3,\"alive\"", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
    }
}
