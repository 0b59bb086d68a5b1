using System.Net;
using System.Net.Sockets;
using System.Text;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Soak;

/// <summary>The chargers' way to the daemon: a charger's line may be cut without a goodbye, or fall silent with both ends open.</summary>
internal sealed class ChargerGate : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly int to;
    private readonly Lock gate = new();
    private readonly HashSet<Line> open = [];
    private readonly List<Task> serving = [];
    private readonly Task accepting;

    public ChargerGate(int to)
    {
        this.to = to;
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port { get; } = Ports.Free();

    /// <summary>Both ends are reset: what was under way is lost.</summary>
    public void Cut(string id) => Array.ForEach(LinesOf(id), l => l.Cut());

    /// <summary>Nothing passes any more, either way, and nobody is told.</summary>
    /// <returns>Ends the silence by cutting those lines.</returns>
    public Action Freeze(string id)
    {
        Line[] lines = LinesOf(id);
        Array.ForEach(lines, l => l.IsFrozen = true);
        return () => Array.ForEach(lines, l => l.Cut());
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
        Line[] left;
        lock (gate)
        {
            left = [.. open];
        }

        Array.ForEach(left, l => l.Cut());
        await Task.WhenAll(serving);
    }

    private Line[] LinesOf(string id)
    {
        lock (gate)
        {
            return [.. open.Where(l => l.Id == id)];
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                TcpClient near = await listener.AcceptTcpClientAsync();
                serving.RemoveAll(static t => t.IsCompleted);
                serving.Add(ServeAsync(near));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using TcpClient far = new();
        Line line = new(near, far);
        lock (gate)
        {
            open.Add(line);
        }

        try
        {
            near.NoDelay = far.NoDelay = true;
            await far.ConnectAsync(IPAddress.Loopback, to);
            await Task.WhenAny(line.CarryAsync(near, far, named: true), line.CarryAsync(far, near, named: false));
        }
        catch (Exception e) when (Line.IsBroken(e))
        {
            // The daemon was not there.
        }
        finally
        {
            lock (gate)
            {
                open.Remove(line);
            }

            near.Dispose();
        }
    }

    private sealed class Line(TcpClient near, TcpClient far)
    {
        private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool isFrozen;

        /// <summary>The charge point's, from the request that opens its WebSocket; null before that.</summary>
        public string? Id { get; private set; }

        public bool IsFrozen
        {
            get => isFrozen;
            set => isFrozen = value;
        }

        public void Cut()
        {
            foreach (TcpClient end in (TcpClient[])[near, far])
            {
                try
                {
                    end.Client.LingerState = new LingerOption(true, 0);
                    end.Close();
                }
                catch (Exception e) when (IsBroken(e) || e is NullReferenceException)
                {
                    // Closed already.
                }
            }

            cut.TrySetResult();
        }

        public async Task CarryAsync(TcpClient from, TcpClient into, bool named)
        {
            byte[] buffer = new byte[8 * 1024];
            try
            {
                while (await from.GetStream().ReadAsync(buffer) is > 0 and int length)
                {
                    Id ??= named ? IdIn(buffer.AsSpan(0, length)) : null;
                    if (isFrozen)
                    {
                        // An end that closes now is not heard of at the other, as behind a router that forgot the line.
                        await cut.Task;
                        return;
                    }

                    await into.GetStream().WriteAsync(buffer.AsMemory(0, length));
                }

                if (isFrozen)
                {
                    await cut.Task;
                }
            }
            catch (Exception e) when (IsBroken(e))
            {
                if (isFrozen)
                {
                    await cut.Task;
                }
            }
        }

        public static bool IsBroken(Exception e) => e is SocketException or IOException or ObjectDisposedException or InvalidOperationException;

        private static string? IdIn(ReadOnlySpan<byte> request)
        {
            string[] words = Encoding.ASCII.GetString(request).Split('\r')[0].Split(' ');
            return words.Length == 3 ? words[1][(words[1].LastIndexOf('/') + 1)..] : null;
        }
    }
}
