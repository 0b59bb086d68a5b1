using Microsoft.AspNetCore.Server.Kestrel.Core;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Hosting;

/// <summary>The listener chargers connect to: how many may come, from where, and by TLS or not.</summary>
internal sealed partial class OcppDoor(OcppRules ocpp, Func<DateTimeOffset?> trustedUtc, TimeProvider time)
{
    /// <summary>Beside the chargers' lines: those that just come, and those that are told to come later.</summary>
    private const int Spare = 128;

    public AddressLimits Limits { get; } = new(ocpp.MaxConnections + Spare, ocpp.ConnectionsPerAddress, time);

    public Complaints Complaints { get; } = new(time);

    public int MostConnections => ocpp.MaxConnections + Spare;

    /// <exception cref="IOException">The certificate's files cannot be used.</exception>
    public void On(KestrelServerOptions kestrel)
    {
        ILogger log = kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<OcppDoor>();
        TlsDoor? tls = TlsDoor.Of(ocpp, trustedUtc, Complaints, time, log);
        kestrel.Listen(ListenAddress.Parse(ocpp.Listen), listener =>
        {
            Count(listener, log);
            tls?.On(listener);
            listener.Tag(Door.Ocpp);
        });
    }

    /// <summary>Before TLS and HTTP: a connection that says nothing counts too.</summary>
    private void Count(ListenOptions listener, ILogger log) => listener.Use(next => async connection =>
    {
        string address = RemoteAddress.Of(connection.RemoteEndPoint);
        Entry entry = Limits.TryEnter(address);
        if (entry != Entry.Entered)
        {
            Complain(log, entry, address);
            connection.Abort();
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Limits.Leave(address);
        }
    });

    private void Complain(ILogger log, Entry entry, string address)
    {
        if (!Complaints.IsNews($"no room {entry}", address, out string more))
        {
            return;
        }

        if (entry == Entry.AddressFull)
        {
            LogAddressFull(log, address, ocpp.ConnectionsPerAddress, more);
        }
        else
        {
            LogDoorFull(log, address, MostConnections, more);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Address} has {Most} connections open, and gets no more (ocpp.maxConnectionsPerAddress); others are not affected{More}")]
    private static partial void LogAddressFull(ILogger log, string address, int most, string more);

    [LoggerMessage(LogLevel.Warning, "{Address} gets no connection: {Most} are open (ocpp.maxConnections and some for who just comes){More}")]
    private static partial void LogDoorFull(ILogger log, string address, int most, string more);
}
