using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Stekker.Edge.Hosting;

/// <summary>
/// What systemd is told, where it asked: datagrams to the socket in $NOTIFY_SOCKET (sd_notify(3)). Under procd, and from a terminal, nobody
/// asks and nothing is said.
/// </summary>
public sealed class ServiceManager : IDisposable
{
    /// <summary>What a socket's address takes (unix(7), sun_path, with its end).</summary>
    private const int MostAddressBytes = 107;

    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(365);

    private readonly Socket? socket;
    private readonly UnixDomainSocketEndPoint? address;

    private ServiceManager(string? address, TimeSpan? deadline)
    {
        Deadline = deadline;
        if (address is { Length: > 1 } && Encoding.UTF8.GetByteCount(address) <= MostAddressBytes)
        {
            // A leading @ stands for the zero byte of a name that is no file (unix(7)).
            this.address = new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address);
            socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        }
    }

    /// <summary>How long the service may be silent before it is started again; null where nobody watches.</summary>
    public TimeSpan? Deadline { get; }

    /// <param name="environ">The environment's variables, by name.</param>
    public static ServiceManager From(Func<string, string?> environ) => new(
        environ("NOTIFY_SOCKET"),
        long.TryParse(environ("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(Math.Min(microseconds, LongestDeadline.TotalMicroseconds))
            : null);

    public void SayReady() => Say("READY=1");

    public void SayAlive() => Say("WATCHDOG=1");

    public void SayStopping() => Say("STOPPING=1");

    public void Dispose() => socket?.Dispose();

    private void Say(string what)
    {
        try
        {
            socket?.SendTo(Encoding.ASCII.GetBytes(what), address!);
        }
        catch (SocketException)
        {
            // Its ears are full or gone; the next word may come through, and charging does not depend on it.
        }
    }
}
