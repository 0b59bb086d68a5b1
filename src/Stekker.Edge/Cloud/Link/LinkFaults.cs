using Stekker.Edge.Core.Configuration;
using static Stekker.Edge.Cloud.Link.LibMosquitto;

namespace Stekker.Edge.Cloud.Link;

/// <summary>Why there is no line, in the words of someone who has to put it right.</summary>
internal static class LinkFaults
{
    // MQTT 5 §3.2.2.2 and §3.14.2.1; MQTT 3.1.1 §3.2.2.3.
    private const int UnacceptableVersion311 = 1;
    private const int BadUserNameOrPassword311 = 4;
    private const int NotAuthorised311 = 5;
    private const int UnsupportedVersion = 0x84;
    private const int ClientIdNotValid = 0x85;
    private const int BadUserNameOrPassword = 0x86;
    private const int NotAuthorised = 0x87;
    private const int Banned = 0x8A;
    private const int SessionTakenOver = 0x8E;

    public static LinkEvent.Lost Files(int error, CloudSettings settings) => new(
        settings.CertFile is null
            ? $"the certificate authorities in {settings.CaFile ?? PublicAuthorities.File} cannot be used ({Words(error)})"
            : $"the certificate {settings.CertFile} with its key {settings.KeyFile} cannot be used ({Words(error)})",
        LossKind.Refused);

    public static LinkEvent.Lost ConnectRefused(int reason, LinkRequest request, string where) => (request.IsOlderProtocol, reason) switch
    {
        (false, UnacceptableVersion311 or UnsupportedVersion) => new($"{where} does not speak MQTT 5", LossKind.OlderProtocol),
        (_, BadUserNameOrPassword311 or BadUserNameOrPassword) => new($"{where} does not accept the user name or password (cloud.username, cloud.password)", LossKind.Refused),
        (_, NotAuthorised311 or NotAuthorised or Banned) => new($"{where} does not let this site in: its certificate, user name or siteId is not known there", LossKind.Refused),
        (_, ClientIdNotValid) => new($"{where} does not accept the client id {request.ClientId}", LossKind.Refused),
        _ => new($"{where} refused the connection ({ReasonWords(reason)})", LossKind.Line),
    };

    public static LinkEvent.Lost Disconnected(int reason, bool wasConnected, LinkRequest request, string where) => reason switch
    {
        SessionTakenOver => new($"another box with siteId {request.ClientId["stekker-".Length..]} is connected to {where}: each site needs its own", LossKind.TakenOver),
        < 0x80 => Lost(reason, 0, wasConnected, false, where, request.Settings),
        _ => new($"{where} ended the connection ({ReasonWords(reason)})", LossKind.Line),
    };

    public static LinkEvent.Lost Lost(int error, int systemError, bool wasConnected, bool isClosing, string where, CloudSettings settings) => error switch
    {
        Success when isClosing => new("closed by this site", LossKind.Line),
        Tls => new(TlsWords(where, settings), LossKind.Refused),
        Errno when systemError != 0 => new($"{where} cannot be reached ({System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(systemError)})", LossKind.Line),
        ConnectionRefused => new($"nothing listens at {where}", LossKind.Line),
        KeepAlive => new($"{where} has gone quiet", LossKind.Line),
        Protocol when !wasConnected => new($"{where} does not speak MQTT 5", LossKind.OlderProtocol),
        _ when wasConnected => new($"the line to {where} was lost", LossKind.Line),
        ConnectionLost => new($"{where} closed the line before it said anything", settings.UsesTls ? LossKind.Line : LossKind.OlderProtocol),
        _ => new($"{where} cannot be reached ({Words(error)})", LossKind.Line),
    };

    private static string TlsWords(string where, CloudSettings settings) =>
        $"no secure connection with {where}: its certificate is not from {(settings.CaFile is { } own ? $"the authority in {own} (cloud.caFile)" : "a public authority (name its own in cloud.caFile)")}, is for another name or out of date"
        + (settings.CertFile is null ? ", or it wants one of ours (cloud.certFile, cloud.keyFile)" : ", or it does not take ours (cloud.certFile)");
}
