using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Hosting;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem;

/// <summary>OCPP security profile 3, and the versions of TLS there are.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    /// <summary>The test clock's, not this machine's: certificates are judged by the site's time.</summary>
    private static readonly DateTimeOffset Noon = new VirtualTime().GetUtcNow();

    private readonly TempDirectory files = new();
    private readonly ECDsa signerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 signer;

    public ClientCertificateTests()
    {
        signer = Signer("CN=Charger CA", signerKey);
        File.WriteAllText(files.File("ca.pem"), signer.ExportCertificatePem());
        WriteOwn("site");
    }

    public void Dispose()
    {
        signer.Dispose();
        signerKey.Dispose();
        files.Dispose();
    }

    [Theory]
    [InlineData("CN=CP01", null)]
    [InlineData("CN=Some charger, O=Stekker", "cp01")]
    public async Task A_charger_whose_certificate_names_it_is_let_in_without_a_password(string subject, string? dns)
    {
        await using RunningSite site = await StartAsync();
        using X509Certificate2 certificate = Signed(subject, signer, signerKey, dns: dns);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await KnockAsync(site, "CP01", certificate));
    }

    [Fact]
    public async Task The_certificate_of_another_charger_is_refused()
    {
        await using RunningSite site = await StartAsync();
        using X509Certificate2 certificate = Signed("CN=CP02", signer, signerKey);
        Assert.Equal(HttpStatusCode.Forbidden, await KnockAsync(site, "CP01", certificate));
        await site.Log.Said("CP01 at 127.0.0.1 showed the certificate of CP02; its common name has to be the charge point id");
    }

    [Fact]
    public async Task Without_a_certificate_only_a_password_helps()
    {
        await using RunningSite site = await StartAsync(PasswordHash.Of("secret", 1000));
        Assert.Equal(HttpStatusCode.Forbidden, await KnockAsync(site, "CP01"));
        await site.Log.Said("showed no client certificate");
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync(site, "CP02"));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await KnockAsync(site, "CP02", password: "secret"));
    }

    [Theory]
    [InlineData("another signer")]
    [InlineData("signed by itself")]
    [InlineData("ended")]
    [InlineData("for servers only")]
    public async Task A_certificate_that_is_not_believed_gets_no_line(string what)
    {
        await using RunningSite site = await StartAsync();
        using ECDsa otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 other = Signer("CN=Charger CA", otherKey);
        using X509Certificate2 certificate = what switch
        {
            "another signer" => Signed("CN=CP01", other, otherKey),
            "signed by itself" => SelfSigned("CN=CP01"),
            "ended" => Signed("CN=CP01", signer, signerKey, until: Noon.AddDays(-1)),
            _ => Signed("CN=CP01", signer, signerKey, purpose: "1.3.6.1.5.5.7.3.1"),
        };
        Assert.Null(await KnockAsync(site, "CP01", certificate));
        await site.Log.Said("showed a client certificate of CP01 that is not believed");
    }

    /// <summary>With a clock that is not set yet, a certificate's days mean nothing: the cars are to be charged after a power cut.</summary>
    [Fact]
    public async Task While_the_time_is_not_known_a_certificates_days_are_not_counted()
    {
        VirtualTime time = new();
        time.SetUtc(new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using RunningSite site = await StartAsync(time: time);
        using X509Certificate2 certificate = Signed("CN=CP01", signer, signerKey);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await KnockAsync(site, "CP01", certificate));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task The_versions_of_TLS_that_hold_are_spoken(SslProtocols version)
    {
        await using RunningSite site = await StartAsync();
        Assert.Equal(version, await HandshakeAsync(site, version));
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_without_a_restart_and_a_spoilt_one_is_not()
    {
        await using RunningSite site = await StartAsync();
        Assert.Equal("CN=site", await OwnNameAsync(site));
        WriteOwn("renewed");
        site.Time.Advance(RenewedFiles<object>.LookEach);
        Assert.Equal("CN=renewed", await OwnNameAsync(site));
        await site.Log.Said("the renewed files are used from now on");
        await File.WriteAllTextAsync(files.File("site.pem"), "half a certific");
        site.Time.Advance(RenewedFiles<object>.LookEach);
        Assert.Equal("CN=renewed", await OwnNameAsync(site));
        await site.Log.Said("the changed files cannot be used, those before go on");
    }

    [Fact]
    public async Task A_file_without_certificates_keeps_the_site_from_starting_and_is_named()
    {
        await File.WriteAllTextAsync(files.File("ca.pem"), "nothing here");
        IOException e = await Assert.ThrowsAsync<IOException>(() => StartAsync());
        Assert.Contains($"ocpp.clientCaFile {files.File("ca.pem")}", e.Message, StringComparison.Ordinal);
    }

    private async Task<RunningSite> StartAsync(string? password = null, VirtualTime? time = null)
    {
        SiteConfiguration site = RunningSite.With(o => o with { CertificateFile = files.File("site.pem"), KeyFile = files.File("site.key"), ClientCaFile = files.File("ca.pem") });
        return await RunningSite.StartAsync(site with { ChargePoints = [.. site.ChargePoints, new ChargePointSettings("CP02", password, null, [], null)] }, time: time);
    }

    /// <summary>The answer to asking for a line; null where there is no TLS in the first place.</summary>
    private static async Task<HttpStatusCode?> KnockAsync(RunningSite site, string id, X509Certificate2? certificate = null, string? password = null)
    {
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.AddSubProtocol("ocpp1.6");
        socket.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => IsOfTheSite(shown);
        if (certificate is not null)
        {
            socket.Options.ClientCertificates.Add(certificate);
        }

        if (password is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{password}"))}");
        }

        try
        {
            await socket.ConnectAsync(new Uri(site.Address, id), CancellationToken.None).OrFail();
        }
        catch (WebSocketException)
        {
            // Turned away; the status says how.
        }

        return socket.HttpStatusCode == 0 ? null : socket.HttpStatusCode;
    }

    private static async Task<SslProtocols> HandshakeAsync(RunningSite site, SslProtocols version)
    {
        using SslStream tls = await ConnectAsync(site);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "site", EnabledSslProtocols = version }).OrFail();
        return tls.SslProtocol;
    }

    private static async Task<string> OwnNameAsync(RunningSite site)
    {
        using SslStream tls = await ConnectAsync(site);
        await tls.AuthenticateAsClientAsync("site").OrFail();
        return tls.RemoteCertificate!.Subject;
    }

    private static async Task<SslStream> ConnectAsync(RunningSite site)
    {
        TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, site.Address.Port).OrFail();
        return new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => IsOfTheSite(shown));
    }

    /// <summary>A site's certificate here is signed by itself.</summary>
    private static bool IsOfTheSite(X509Certificate? shown) => shown is not null && shown.Issuer == shown.Subject;

    private void WriteOwn(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(Noon.AddDays(-1), Noon.AddDays(1));
        File.WriteAllText(files.File("site.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.File("site.pem"), made.ExportCertificatePem());
    }

    private static X509Certificate2 Signer(string name, ECDsa key)
    {
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Noon.AddDays(-100), Noon.AddDays(100));
    }

    private static X509Certificate2 Signed(string subject, X509Certificate2 by, ECDsa byKey, string? dns = null, DateTimeOffset? until = null, string? purpose = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        if (dns is not null)
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(dns);
            request.CertificateExtensions.Add(names.Build());
        }

        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        using X509Certificate2 made = request.Create(by.SubjectName, X509SignatureGenerator.CreateForECDsa(byKey), Noon.AddDays(-50), until ?? Noon.AddDays(50), [1, 2, 3, 4]);
        return made.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 SelfSigned(string subject)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(Noon.AddDays(-1), Noon.AddDays(1));
    }
}
