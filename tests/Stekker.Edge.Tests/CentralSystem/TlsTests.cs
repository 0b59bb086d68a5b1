using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem;

public class TlsTests
{
    [Fact]
    public async Task With_a_certificate_chargers_connect_by_wss_and_not_by_ws()
    {
        using TempDirectory files = new();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=site", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(files.File("site.pem"), made.ExportCertificatePem());
        await File.WriteAllTextAsync(files.File("site.key"), key.ExportPkcs8PrivateKeyPem());

        await using RunningSite site = await RunningSite.StartAsync(
            RunningSite.With(o => o with { CertificateFile = files.File("site.pem"), KeyFile = files.File("site.key") }));
        Assert.Equal("wss", site.Address.Scheme);
        WebSocketDialer dialer = new(site.Address, "CP01")
        {
            Configure = o => o.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == made.Thumbprint,
        };
        using ChargePointClient client = new(
            Assert.IsType<DialOutcome.Connected>(await dialer.DialAsync(CancellationToken.None).AsTask().OrFail()), new TestCharger());
        Task running = client.RunAsync(CancellationToken.None);
        BootNotificationResponse boot = await LiveCharger.Answer<BootNotificationResponse>(client.BootNotificationAsync(new BootNotificationRequest("Stekker", "Test")));
        Assert.Equal(RegistrationStatus.Accepted, boot.Status);
        await client.CloseAsync("over").OrFail();
        await running.OrFail();

        using ClientWebSocket plain = new();
        Uri address = new UriBuilder(site.Address) { Scheme = "ws", Path = "/ocpp/CP01" }.Uri;
        await Assert.ThrowsAsync<WebSocketException>(() => plain.ConnectAsync(address, CancellationToken.None).OrFail());
    }
}
