using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench.Cloud;

/// <summary>A mosquitto with nothing on disk, so that the boxes are what is measured: one door in the clear, one with TLS and client certificates.</summary>
internal sealed class BenchBroker : IAsyncDisposable
{
    private static readonly string Program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bench-broker-");
    private readonly string configuration;
    private ChildProcess? process;

    private BenchBroker()
    {
        MakeCertificates();
        configuration = Path.Combine(folder.FullName, "mosquitto.conf");
        File.WriteAllLines(
            configuration,
            [
                "log_dest stderr",
                "log_type error",
                "log_type warning",
                "log_type information",
                "connection_messages false",
                "persistence false",
                "max_queued_messages 0",
                "per_listener_settings true",
                $"user {Environment.UserName}",
                $"listener {PlainPort} 127.0.0.1",
                "allow_anonymous true",
                $"listener {TlsPort} 127.0.0.1",
                "allow_anonymous true",
                $"cafile {Named("ca.pem")}",
                $"certfile {Named("broker.pem")}",
                $"keyfile {Named("broker.key")}",
                "require_certificate true",
            ]);
    }

    public int PlainPort { get; } = Ports.Free();

    public int TlsPort { get; } = Ports.Free();

    public int ProcessId => process!.Id;

    public string Authority => Named("ca.pem");

    public string BoxCertificate => Named("box.pem");

    public string BoxKey => Named("box.key");

    public static async Task<BenchBroker> StartAsync()
    {
        BenchBroker broker = new();
        await broker.StartAgainAsync();
        return broker;
    }

    public async Task StartAgainAsync()
    {
        process = ChildProcess.Start(Program, ["-c", configuration], folder.FullName);
        await process.Errors.TakeAsync(line => line.EndsWith(" running", StringComparison.Ordinal), "broker that runs");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await process!.DisposeAsync();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private string Named(string file) => Path.Combine(folder.FullName, file);

    private void MakeCertificates()
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest asked = new("CN=Bench authority", authorityKey, HashAlgorithmName.SHA256);
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = asked.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        foreach (string name in (string[])["broker", "box"])
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 signed = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
            File.WriteAllText(Named($"{name}.pem"), signed.ExportCertificatePem());
            File.WriteAllText(Named($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        }
    }
}
