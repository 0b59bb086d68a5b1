using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Tests.Harness;

/// <summary>A line in memory: what one end sends the other receives. The near end counts and times what is sent.</summary>
internal sealed class MemoryLine(string name, TimeProvider time, bool serial) : IByteChannel
{
    private readonly Queue<byte> inbox = new();
    private TaskCompletionSource? waiter;
    private MemoryLine? other;

    public string Name => name;

    public bool IsSerial => serial;

    public bool IsOpen { get; private set; }

    public List<(TimeSpan At, byte Unit)> Sent { get; } = [];

    public int Opened { get; private set; }

    /// <summary>What opening answers; null opens.</summary>
    public Func<LinkFault?> Opening { get; set; } = static () => null;

    public static (MemoryLine Near, MemoryLine Far) Pair(TimeProvider time, bool serial = true)
    {
        MemoryLine near = new("/dev/memory", time, serial);
        MemoryLine far = new("far", time, serial) { IsOpen = true, other = near };
        near.other = far;
        return (near, far);
    }

    public ValueTask<LinkFault?> OpenAsync(CancellationToken cancel)
    {
        Opened++;
        LinkFault? fault = Opening();
        IsOpen = fault is null;
        return ValueTask.FromResult(fault);
    }

    public ValueTask<LinkFault?> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        Sent.Add((time.GetElapsedTime(0), bytes.Span[0]));
        other!.Deliver(bytes.Span);
        return ValueTask.FromResult<LinkFault?>(null);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancel)
    {
        while (inbox.Count == 0)
        {
            if (!IsOpen)
            {
                return 0;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancel.UnsafeRegister(static w => ((TaskCompletionSource)w!).TrySetCanceled(), waiter))
            {
                await waiter.Task;
            }
        }

        int count = Math.Min(inbox.Count, into.Length);
        for (int i = 0; i < count; i++)
        {
            into.Span[i] = inbox.Dequeue();
        }

        return count;
    }

    public void Discard() => inbox.Clear();

    public void Close()
    {
        IsOpen = false;
        waiter?.TrySetResult();
    }

    public void Dispose() => Close();

    private void Deliver(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            inbox.Enqueue(b);
        }

        waiter?.TrySetResult();
    }
}
