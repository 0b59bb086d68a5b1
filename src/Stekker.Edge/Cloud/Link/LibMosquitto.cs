using System.Runtime.InteropServices;

namespace Stekker.Edge.Cloud.Link;

/// <summary>
/// The system's libmosquitto (mosquitto.org/api/files/mosquitto-h.html), 2.0 or newer. One handle is used by one thread only: the library is
/// then lock-free inside, and its callbacks come on that thread.
/// </summary>
internal static unsafe partial class LibMosquitto
{
    public const int Success = 0;
    public const int Protocol = 2;
    public const int NotConnected = 4;
    public const int ConnectionRefused = 5;
    public const int ConnectionLost = 7;
    public const int Tls = 8;
    public const int Errno = 14;
    public const int KeepAlive = 19;

    public const int OptionProtocolVersion = 1;
    public const int OptionNoDelay = 11;

    public const int Version311 = 4;
    public const int Version5 = 5;

    public const int PropertySessionExpiryInterval = 17;
    public const int PropertyMaximumPacketSize = 39;

    public const int VerifyPeer = 1;

    private const string Library = "libmosquitto.so.1";

    private static readonly Lazy<string?> Missing = new(Load);

    /// <summary>What is wrong with the library; null where it can be used.</summary>
    public static string? Trouble => Missing.Value;

    /// <exception cref="IOException">It is not on this system, or too old.</exception>
    public static void Use()
    {
        if (Missing.Value is { } trouble)
        {
            throw new IOException(trouble);
        }
    }

    private static string? Load()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            return $"the MQTT library ({Library}) is not on this system; install the package libmosquitto (OpenWrt: libmosquitto-ssl, Debian: libmosquitto1)";
        }

        int version = mosquitto_lib_version(out int major, out int minor, out int revision);
        if (version < 2_000_000)
        {
            return $"the MQTT library ({Library}) is version {major}.{minor}.{revision}; 2.0 or newer is needed";
        }

        return mosquitto_lib_init() == Success ? null : $"the MQTT library ({Library}) does not start";
    }

    /// <summary>Of a message that came in.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public int Id;
        public byte* Topic;
        public byte* Payload;
        public int PayloadLength;
        public int Qos;
        public byte Retain;
    }

    public static string Words(int error) => Marshal.PtrToStringUTF8((nint)mosquitto_strerror(error)) ?? "";

    public static string ReasonWords(int reason) => Marshal.PtrToStringUTF8((nint)mosquitto_reason_string(reason)) ?? "";

    [LibraryImport(Library)]
    private static partial int mosquitto_lib_version(out int major, out int minor, out int revision);

    [LibraryImport(Library)]
    private static partial int mosquitto_lib_init();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint mosquitto_new(string id, [MarshalAs(UnmanagedType.U1)] bool cleanSession, nint state);

    [LibraryImport(Library)]
    public static partial void mosquitto_destroy(nint client);

    [LibraryImport(Library)]
    public static partial int mosquitto_int_option(nint client, int option, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mosquitto_will_set(
        nint client, string topic, int payloadLength, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mosquitto_username_pw_set(nint client, string? username, string? password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mosquitto_tls_set(nint client, string? caFile, string? caPath, string? certFile, string? keyFile, nint passwordCallback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mosquitto_tls_opts_set(nint client, int verify, string? version, string? ciphers);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int mosquitto_connect_bind_v5(nint client, string host, int port, int keepAliveS, string? bindAddress, nint properties);

    [LibraryImport(Library)]
    public static partial int mosquitto_disconnect_v5(nint client, int reason, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mosquitto_publish_v5(
        nint client, out int id, string topic, int payloadLength, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mosquitto_subscribe_v5(nint client, out int id, string topic, int qos, int options, nint properties);

    [LibraryImport(Library)]
    public static partial int mosquitto_socket(nint client);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool mosquitto_want_write(nint client);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int mosquitto_loop_read(nint client, int mostPackets);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int mosquitto_loop_write(nint client, int mostPackets);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int mosquitto_loop_misc(nint client);

    [LibraryImport(Library)]
    public static partial int mosquitto_property_add_int32(ref nint list, int property, uint value);

    [LibraryImport(Library)]
    public static partial void mosquitto_property_free_all(ref nint list);

    [LibraryImport(Library)]
    private static partial byte* mosquitto_strerror(int error);

    [LibraryImport(Library)]
    private static partial byte* mosquitto_reason_string(int reason);

    [LibraryImport(Library)]
    public static partial void mosquitto_connect_v5_callback_set(nint client, delegate* unmanaged<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    public static partial void mosquitto_disconnect_v5_callback_set(nint client, delegate* unmanaged<nint, nint, int, nint, void> callback);

    [LibraryImport(Library)]
    public static partial void mosquitto_publish_v5_callback_set(nint client, delegate* unmanaged<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    public static partial void mosquitto_message_v5_callback_set(nint client, delegate* unmanaged<nint, nint, Message*, nint, void> callback);

    [LibraryImport(Library)]
    public static partial void mosquitto_subscribe_v5_callback_set(nint client, delegate* unmanaged<nint, nint, int, int, int*, nint, void> callback);
}
