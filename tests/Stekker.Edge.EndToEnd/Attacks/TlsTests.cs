using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Attacks;

/// <summary>TLS byte by byte, apart from any library: what an old or a lying client says first.</summary>
public sealed class TlsTests
{
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte ProtocolVersion = 70;

    /// <summary>What OpenSSL says of SSL 3, which it does not even know.</summary>
    private const byte HandshakeFailure = 40;

    [Theory]
    [InlineData(0x0300)]
    [InlineData(0x0301)]
    [InlineData(0x0302)]
    public async Task An_old_version_of_TLS_is_refused(int version)
    {
        using Site site = WithTls();
        await using EdgeProcess edge = EdgeProcess.Launch(site);
        await edge.SaidAsync($"wss://127.0.0.1:{site.OcppPort}/ocpp/");
        byte[] answer = await SayAsync(site, Hello(version));
        Assert.True(answer.Length == 0 || answer[0] == Alert, Convert.ToHexString(answer));
        if (answer.Length >= 7)
        {
            Assert.Contains(answer[6], new[] { ProtocolVersion, HandshakeFailure });
        }

        // The same words with a version that holds are answered: it was the version that was refused.
        Assert.Equal(Handshake, (await SayAsync(site, Hello(0x0303)))[0]);
    }

    [Fact]
    public async Task A_handshake_that_stops_halfway_holds_nobody_up()
    {
        using Site site = WithTls();
        await using EdgeProcess edge = EdgeProcess.Launch(site);
        await edge.SaidAsync($"wss://127.0.0.1:{site.OcppPort}/ocpp/");
        List<TcpClient> held = [];
        for (int i = 0; i < 100; i++)
        {
            TcpClient half = new("127.0.0.1", site.OcppPort);
            await half.GetStream().WriteAsync(Hello(0x0303).AsMemory(0, 20));
            held.Add(half);
        }

        Assert.Equal(Handshake, (await SayAsync(site, Hello(0x0303)))[0]);

        // And is cut off before long.
        Assert.Equal(0, await ReadAsync(held[0].GetStream(), new byte[100]));
        held.ForEach(h => h.Dispose());
        Assert.Equal(0, (await edge.StopAsync()).ExitCode);
    }

    private static async Task<byte[]> SayAsync(Site site, byte[] hello)
    {
        using TcpClient tcp = new("127.0.0.1", site.OcppPort);
        await tcp.GetStream().WriteAsync(hello);
        byte[] answer = new byte[7];
        return answer[..await ReadAsync(tcp.GetStream(), answer)];
    }

    private static async Task<int> ReadAsync(NetworkStream from, byte[] into)
    {
        try
        {
            return await from.ReadAtLeastAsync(into, into.Length, throwOnEndOfStream: false).AsTask().OrFail("an answer");
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>RFC 5246 §7.4.1.2: a ClientHello that offers this version at most, with suites of each age.</summary>
    private static byte[] Hello(int version)
    {
        byte[] body =
        [
            (byte)(version >> 8), (byte)version, .. new byte[32], 0,
            0, 10, 0xC0, 0x2B, 0xC0, 0x09, 0xC0, 0x13, 0x00, 0x2F, 0x00, 0x35,
            1, 0,
            0, 22,
            0, 10, 0, 4, 0, 2, 0, 23, // supported_groups: secp256r1
            0, 13, 0, 6, 0, 4, 4, 3, 2, 3, // signature_algorithms: ecdsa with SHA-256, SHA-1
            0, 23, 0, 0, // extended_master_secret
        ];
        byte[] message = [1, 0, (byte)(body.Length >> 8), (byte)body.Length, .. body];
        return [Handshake, 3, (byte)(version == 0x0300 ? 0 : 1), (byte)(message.Length >> 8), (byte)message.Length, .. message];
    }

    private static Site WithTls()
    {
        Site site = new();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest("CN=edge", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string certificate = Path.Combine(site.Folder, "tls.pem");
        string keyFile = Path.Combine(site.Folder, "tls.key");
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        site.Configuration["ocpp"]!["certificateFile"] = certificate;
        site.Configuration["ocpp"]!["keyFile"] = keyFile;
        return site;
    }
}
