using System.Net.WebSockets;
using System.Text;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Robustness;

/// <summary>Whatever one charger sends, another goes on undisturbed and the daemon stays up.</summary>
public sealed class GarbageTests
{
    private static readonly string Deep = new string('[', 5_000) + new string(']', 5_000);

    public static TheoryData<string, string> Garbage => new()
    {
        { "not JSON", "hello" },
        { "nothing", "" },
        { "half a frame", "[2,\"a\",\"Heartbeat\"" },
        { "no array", "{\"a\":1}" },
        { "an empty array", "[]" },
        { "an unknown message type", "[9,\"a\",\"Heartbeat\",{}]" },
        { "a number for a message id", "[2,1,\"Heartbeat\",{}]" },
        { "an answer to nothing", "[3,\"never-asked\",{}]" },
        { "an error to nothing", "[4,\"never-asked\",\"GenericError\",\"\",{}]" },
        { "an unknown action", "[2,\"a\",\"MakeCoffee\",{}]" },
        { "an action without its fields", "[2,\"a\",\"StartTransaction\",{}]" },
        { "a payload that is no object", "[2,\"a\",\"Heartbeat\",17]" },
        { "a key twice", "[2,\"a\",\"Authorize\",{\"idTag\":\"A\",\"idTag\":\"B\"}]" },
        { "a number out of all range", "[2,\"a\",\"StartTransaction\",{\"connectorId\":1e400,\"idTag\":\"A\",\"meterStart\":0,\"timestamp\":\"2026-01-01T00:00:00Z\"}]" },
        { "deep nesting", Deep },
        { "deep nesting in a payload", $"[2,\"a\",\"DataTransfer\",{{\"vendorId\":\"x\",\"data\":{Deep}}}]" },
        { "a lone surrogate", "[2,\"a\",\"Authorize\",{\"idTag\":\"\\ud800\"}]" },
        { "a control character", "[2,\"a\",\"Authorize\",{\"idTag\":\"a\\u0000b\"}]" },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task A_text_frame_with(string what, string frame) =>
        await AssertOthersUndisturbedAsync(what, line => line.SendAsync(frame));

    [Fact]
    public async Task A_binary_frame() =>
        await AssertOthersUndisturbedAsync("a binary frame", line => line.SendAsync(new byte[] { 0, 255, 1, 254 }, WebSocketMessageType.Binary));

    [Fact]
    public async Task Text_that_is_no_UTF8() =>
        await AssertOthersUndisturbedAsync("invalid UTF-8", line => line.SendAsync(new byte[] { 0x22, 0xC3, 0x28, 0x22 }, WebSocketMessageType.Text));

    [Fact]
    public async Task A_frame_without_end()
    {
        byte[] piece = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        await AssertOthersUndisturbedAsync("a frame without end", async line =>
        {
            for (int sent = 0; sent < 1024; sent++)
            {
                await line.SendAsync(piece, WebSocketMessageType.Text, whole: false);
            }
        });
    }

    /// <summary>The one who sends it may lose its line; the one beside it may not, and afterwards both may do business.</summary>
    private static async Task AssertOthersUndisturbedAsync(string what, Func<RawLine, Task> send)
    {
        using Site site = new Site().With("BAD").With("GOOD");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        using RawCharger good = await RawCharger.ConnectAsync(site, "GOOD");
        await good.BootAsync();

        using (RawCharger bad = await RawCharger.ConnectAsync(site, "BAD"))
        {
            await bad.BootAsync();
            try
            {
                await send(bad.Line);
                await bad.TryCallAsync("Heartbeat", []);
            }
            catch (Exception e) when (RawLine.IsBroken(e))
            {
                // Shown the door while still talking.
            }

            await good.CallAsync("Heartbeat", []);
        }

        using (RawCharger again = await RawCharger.ConnectAsync(site, "BAD"))
        {
            Assert.Equal("Accepted", (await again.BootAsync()).GetProperty("status").GetString());
        }

        await good.CallAsync("Heartbeat", []);
        good.Dispose();
        CliResult end = await edge.StopAsync();
        Assert.True(end.ExitCode == 0, $"after {what}: {end}");
    }
}
