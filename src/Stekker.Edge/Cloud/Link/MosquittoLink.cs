using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Stekker.Edge.Core.Configuration;
using static Stekker.Edge.Cloud.Link.LibMosquitto;

namespace Stekker.Edge.Cloud.Link;

/// <summary>
/// A connection by libmosquitto. A thread of its own makes every call to the library; others put messages into a queue and wake it.
/// The library's own re-sending is not used: a lost line ends the link, and what was not acknowledged is the outbox's to send again.
/// </summary>
public sealed unsafe class MosquittoLink : ICloudLink
{
    /// <summary>LTE routers lose lines without a word; the broker notices after one and a half of these.</summary>
    private const int KeepAliveS = 60;

    /// <summary>What the broker keeps for us while we are away (commands, card changes), for so long.</summary>
    private const uint SessionExpiryS = 24 * 3600;

    /// <summary>Larger ones the broker throws away (MQTT 5); a document may have a megabyte, and of ten we can still say that it is too much.</summary>
    private const uint MostPacketBytes = 16_000_000;

    private const int ConnectPatienceMs = 30_000;
    private const int PollMs = 1_000;
    private const int ClosePatienceMs = 2_000;

    private readonly LinkRequest request;
    private readonly Action<LinkEvent> tell;
    private readonly ConcurrentQueue<(long Token, CloudMessage Message)> outgoing = new();
    private readonly Dictionary<int, long> unacknowledged = [];
    private readonly Dictionary<int, string> subscribing = [];
    private readonly WakeUp wakeUp = new();
    private readonly Lock gate = new();
    private bool isOver;
    private volatile bool isClosing;
    private bool isConnected;
    private LinkEvent.Lost? loss;

    private MosquittoLink(LinkRequest request, Action<LinkEvent> tell)
    {
        this.request = request;
        this.tell = tell;
    }

    /// <exception cref="IOException">libmosquitto is not on this system.</exception>
    public static ICloudLink Dial(LinkRequest request, Action<LinkEvent> tell)
    {
        Use();
        MosquittoLink link = new(request, tell);
        new Thread(link.Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "cloud" }.Start();
        return link;
    }

    public void Publish(long token, CloudMessage message)
    {
        outgoing.Enqueue((token, message));
        Wake();
    }

    public void Close()
    {
        isClosing = true;
        Wake();
    }

    /// <summary>Ends it if it is not over yet. A thread that still dials ends by itself when the dialling does.</summary>
    public void Dispose() => Close();

    private void Wake()
    {
        lock (gate)
        {
            if (!isOver)
            {
                wakeUp.Wake();
            }
        }
    }

    private void Run()
    {
        GCHandle self = GCHandle.Alloc(this);
        nint client = mosquitto_new(request.ClientId, cleanSession: false, GCHandle.ToIntPtr(self));
        try
        {
            loss = client == 0 ? new LinkEvent.Lost("no memory for a connection", LossKind.Line) : Serve(client);
        }
        finally
        {
            if (client != 0)
            {
                mosquitto_destroy(client);
            }

            self.Free();
            lock (gate)
            {
                isOver = true;
                wakeUp.Dispose();
            }

            tell(loss ?? new LinkEvent.Lost("a mistake of our own ended it", LossKind.Line));
        }
    }

    private LinkEvent.Lost Serve(nint client)
    {
        if (SetUp(client) is { } fault)
        {
            return fault;
        }

        int error = Connect(client, out int systemError);
        long deadline = Environment.TickCount64 + ConnectPatienceMs;
        long? closeBy = null;
        bool saidGoodbye = false;
        while (error == Success && loss is null)
        {
            if (!isConnected && Environment.TickCount64 > deadline)
            {
                return new LinkEvent.Lost($"{Where} does not answer as an MQTT broker does", LossKind.Line);
            }

            closeBy ??= isClosing ? Environment.TickCount64 + ClosePatienceMs : null;
            if (closeBy is { } latest && !saidGoodbye && (IsSilent || !isConnected || Environment.TickCount64 > latest))
            {
                saidGoodbye = true;
                deadline = Environment.TickCount64 + ClosePatienceMs;
                error = mosquitto_disconnect_v5(client, 0, 0);
                continue;
            }

            if (saidGoodbye && (Environment.TickCount64 > deadline || mosquitto_socket(client) < 0))
            {
                break;
            }

            error = Turn(client, ref systemError);
        }

        return loss ?? LinkFaults.Lost(error, systemError, isConnected, isClosing, Where, request.Settings);
    }

    /// <summary>
    /// All was said, and the broker has it. The library closes the socket behind its goodbye: with an answer of the broker still unread that
    /// would be a reset, in which the broker throws away what it had not read, the goodbye too.
    /// </summary>
    private bool IsSilent => outgoing.IsEmpty && unacknowledged.Count == 0;

    /// <summary>One round of sending and receiving.</summary>
    private int Turn(nint client, ref int systemError)
    {
        int error = isConnected ? SendWaiting(client) : Success;
        int socket = mosquitto_socket(client);
        if (error != Success || socket < 0)
        {
            return error != Success ? error : ConnectionLost;
        }

        bool wantsWrite = mosquitto_want_write(client);
        (bool canRead, bool canWrite) = wakeUp.Wait(socket, wantsWrite, PollMs);
        if (canRead)
        {
            error = mosquitto_loop_read(client, 1);
        }

        if (error == Success && canWrite && mosquitto_socket(client) >= 0)
        {
            error = mosquitto_loop_write(client, 1);
            if (!isConnected && !canRead)
            {
                // While TLS is being agreed on the socket can always be written, and it is the broker's turn to speak.
                Thread.Sleep(5);
            }
        }

        if (error == Success)
        {
            error = mosquitto_loop_misc(client);
        }

        systemError = Marshal.GetLastPInvokeError();
        return error;
    }

    private string Where => $"{request.Settings.Broker.Host}:{request.Settings.Broker.Port}";

    private LinkEvent.Lost? SetUp(nint client)
    {
        CloudSettings settings = request.Settings;
        _ = mosquitto_int_option(client, OptionProtocolVersion, request.IsOlderProtocol ? Version311 : Version5);
        _ = mosquitto_int_option(client, OptionNoDelay, 1);
        mosquitto_connect_v5_callback_set(client, &OnConnect);
        mosquitto_disconnect_v5_callback_set(client, &OnDisconnect);
        mosquitto_publish_v5_callback_set(client, &OnPublish);
        mosquitto_message_v5_callback_set(client, &OnMessage);
        mosquitto_subscribe_v5_callback_set(client, &OnSubscribe);
        if (settings.Username is { } username)
        {
            _ = mosquitto_username_pw_set(client, username, settings.Password);
        }

        int error;
        fixed (byte* payload = request.Will.Payload.Span)
        {
            error = mosquitto_will_set(client, request.Will.Topic, request.Will.Payload.Length, payload, 1, request.Will.Retain);
        }

        if (error == Success && settings.UsesTls)
        {
            string? authorities = settings.CaFile ?? PublicAuthorities.File;
            if (authorities is null)
            {
                return new LinkEvent.Lost("no list of public certificate authorities is on this system: install the package ca-bundle, or name the broker's own in cloud.caFile", LossKind.Refused);
            }

            error = mosquitto_tls_set(client, authorities, null, settings.CertFile, settings.KeyFile, 0);
            error = error == Success ? mosquitto_tls_opts_set(client, VerifyPeer, "tlsv1.2", null) : error;
        }

        return error == Success ? null : LinkFaults.Files(error, settings);
    }

    private int Connect(nint client, out int systemError)
    {
        nint properties = 0;
        if (!request.IsOlderProtocol)
        {
            _ = mosquitto_property_add_int32(ref properties, PropertySessionExpiryInterval, SessionExpiryS);
            _ = mosquitto_property_add_int32(ref properties, PropertyMaximumPacketSize, MostPacketBytes);
        }

        int error = mosquitto_connect_bind_v5(client, request.Settings.Broker.Host, request.Settings.Broker.Port, KeepAliveS, null, properties);
        systemError = Marshal.GetLastPInvokeError();
        mosquitto_property_free_all(ref properties);
        return error;
    }

    private int SendWaiting(nint client)
    {
        while (outgoing.TryDequeue(out (long Token, CloudMessage Message) next))
        {
            int error;
            int id;
            fixed (byte* payload = next.Message.Payload.Span)
            {
                error = mosquitto_publish_v5(client, out id, next.Message.Topic, next.Message.Payload.Length, payload, 1, next.Message.Retain, 0);
            }

            if (error is ConnectionLost or NotConnected)
            {
                return ConnectionLost;
            }

            if (error != Success)
            {
                tell(new LinkEvent.Acknowledged(next.Token, Words(error)));
                continue;
            }

            unacknowledged[id] = next.Token;
        }

        return Success;
    }

    private static MosquittoLink Of(nint state) => (MosquittoLink)GCHandle.FromIntPtr(state).Target!;

    [UnmanagedCallersOnly]
    private static void OnConnect(nint client, nint state, int reason, int flags, nint properties)
    {
        MosquittoLink link = Of(state);
        if (reason != Success)
        {
            link.loss = LinkFaults.ConnectRefused(reason, link.request, link.Where);
            return;
        }

        link.isConnected = true;
        link.tell(new LinkEvent.Connected(link.request.IsOlderProtocol ? "MQTT 3.1.1" : "MQTT 5"));
        foreach (string topic in link.request.Topics)
        {
            if (mosquitto_subscribe_v5(client, out int id, topic, 1, 0, 0) == Success)
            {
                link.subscribing[id] = topic;
            }
        }
    }

    [UnmanagedCallersOnly]
    private static void OnSubscribe(nint client, nint state, int id, int count, int* granted, nint properties)
    {
        MosquittoLink link = Of(state);
        if (link.subscribing.Remove(id, out string? topic) && (count < 1 || granted[0] >= 0x80))
        {
            link.tell(new LinkEvent.SubscriptionRefused(topic));
        }

        if (link.subscribing.Count == 0)
        {
            link.tell(new LinkEvent.Subscribed());
        }
    }

    [UnmanagedCallersOnly]
    private static void OnDisconnect(nint client, nint state, int reason, nint properties)
    {
        MosquittoLink link = Of(state);
        if (!link.isClosing && reason != Success)
        {
            link.loss ??= LinkFaults.Disconnected(reason, link.isConnected, link.request, link.Where);
        }
    }

    [UnmanagedCallersOnly]
    private static void OnPublish(nint client, nint state, int id, int reason, nint properties)
    {
        MosquittoLink link = Of(state);
        if (link.unacknowledged.Remove(id, out long token))
        {
            link.tell(new LinkEvent.Acknowledged(token, reason >= 0x80 ? ReasonWords(reason) : null));
        }
    }

    [UnmanagedCallersOnly]
    private static void OnMessage(nint client, nint state, Message* message, nint properties)
    {
        int kept = Math.Min(message->PayloadLength, ICloudLink.MostPayloadBytes + 1);
        byte[] payload = new ReadOnlySpan<byte>(message->Payload, kept).ToArray();
        Of(state).tell(new LinkEvent.Received(Marshal.PtrToStringUTF8((nint)message->Topic) ?? "", payload, message->PayloadLength));
    }
}
