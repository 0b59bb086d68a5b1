using System.Runtime.InteropServices;

namespace Stekker.Edge.Modbus.Serial;

/// <summary>
/// Reads a descriptor on a thread of its own that sleeps in poll(2) until there is something: no processor time while the line is silent.
/// Bytes nobody has fetched yet wait in a bounded buffer.
/// </summary>
internal sealed class DescriptorPump
{
    /// <summary>Sixteen frames; what is older is noise nobody waits for.</summary>
    private const int MostKept = 4096;

    /// <summary>A write that the driver does not take within this time will never be taken.</summary>
    private const int WriteTimeoutMs = 2000;

    private readonly Lock gate = new();
    private readonly int descriptor;
    private readonly int wake;
    private readonly Thread thread;
    private readonly byte[] kept = new byte[MostKept];
    private int filled;
    private bool gone;
    private bool stopping;
    private bool closed;
    private TaskCompletionSource? waiter;

    /// <summary>Takes the descriptor over and closes it in the end.</summary>
    public DescriptorPump(int descriptor, string name)
    {
        this.descriptor = descriptor;
        wake = Libc.EventFd(0, Libc.NonBlocking | Libc.CloseOnExec);
        Core.Site.Invariant.Holds(wake >= 0, "the kernel has a descriptor to spare");
        thread = new Thread(Run) { IsBackground = true, Name = $"serial {name}" };
        thread.UnsafeStart();
    }

    public int Descriptor => descriptor;

    /// <summary>At least one byte, or 0 once the port has gone and all was fetched.</summary>
    public async ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancel)
    {
        while (true)
        {
            TaskCompletionSource mine;
            lock (gate)
            {
                if (filled > 0)
                {
                    int count = Math.Min(filled, into.Length);
                    kept.AsSpan(0, count).CopyTo(into.Span);
                    kept.AsSpan(count, filled - count).CopyTo(kept);
                    filled -= count;
                    return count;
                }

                if (gone)
                {
                    return 0;
                }

                waiter = mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            using (cancel.UnsafeRegister(static m => ((TaskCompletionSource)m!).TrySetCanceled(), mine))
            {
                await mine.Task;
            }
        }
    }

    /// <summary>False where the port has gone. A frame fits into the driver's queue, so this does not wait in practice.</summary>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            (nint sent, int error) = Write(bytes);
            if (sent > 0)
            {
                bytes = bytes[(int)sent..];
            }
            else if (error != Libc.Interrupted && (error != Libc.TryAgain || !HasRoom()))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Under the lock: a closed descriptor's number may already be another file's.</summary>
    private (nint Sent, int Error) Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            nint sent = closed ? -1 : Libc.Write(descriptor, in MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
            return (sent, closed ? Libc.InputOutput : Marshal.GetLastPInvokeError());
        }
    }

    private bool HasRoom()
    {
        Libc.PollFd room = new() { Descriptor = descriptor, Wanted = Libc.PollOut };
        return Libc.Poll(ref room, 1, WriteTimeoutMs) > 0;
    }

    public void Discard()
    {
        lock (gate)
        {
            filled = 0;
        }
    }

    /// <summary>Returns when the descriptor is closed, so that the path can be opened again at once.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (stopping)
            {
                return;
            }

            stopping = true;
        }

        ulong one = 1;
        Libc.Write(wake, in MemoryMarshal.GetReference(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in one))), sizeof(ulong));
        thread.Join();
        lock (gate)
        {
            closed = true;
            _ = Libc.Close(descriptor);
            _ = Libc.Close(wake);
        }
    }

    private void Run()
    {
        Span<byte> chunk = stackalloc byte[512];
        Span<Libc.PollFd> both =
        [
            new() { Descriptor = descriptor, Wanted = Libc.PollIn },
            new() { Descriptor = wake, Wanted = Libc.PollIn },
        ];
        while (true)
        {
            int ready = Libc.Poll(ref both[0], 2, -1);
            if (ready < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
            {
                continue;
            }

            if (ready < 0 || both[1].Got != 0)
            {
                break;
            }

            nint count = (both[0].Got & Libc.PollIn) != 0 ? Libc.Read(descriptor, ref chunk[0], (nuint)chunk.Length) : 0;
            if (count > 0)
            {
                Keep(chunk[..(int)count]);
            }
            else if (count == 0 || Marshal.GetLastPInvokeError() is not (Libc.TryAgain or Libc.Interrupted))
            {
                break;
            }
        }

        lock (gate)
        {
            gone = true;
            waiter?.TrySetResult();
        }
    }

    private void Keep(ReadOnlySpan<byte> fresh)
    {
        lock (gate)
        {
            int over = filled + fresh.Length - kept.Length;
            if (over > 0)
            {
                kept.AsSpan(over, filled - over).CopyTo(kept);
                filled -= over;
            }

            fresh.CopyTo(kept.AsSpan(filled));
            filled += fresh.Length;
            waiter?.TrySetResult();
        }
    }
}
