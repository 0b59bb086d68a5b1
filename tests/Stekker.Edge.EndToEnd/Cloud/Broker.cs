using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>A real mosquitto, with its memory on disk: it may be killed and started again.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private static readonly string Program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("broker-");
    private readonly string configuration;
    private ChildProcess? process;

    private Broker(bool isSecure, string? accessRules, string? passwords)
    {
        IsSecure = isSecure;
        Certificates = Path.Combine(folder.FullName, "certificates");
        List<string> lines =
        [
            "log_dest stderr",
            "persistence true",
            $"persistence_location {folder.FullName}/",
            "autosave_on_changes true",
            "autosave_interval 1",
            "max_queued_messages 0",
            "max_inflight_messages 0",
            "per_listener_settings false",
            $"user {Environment.UserName}",
            $"listener {Port} 127.0.0.1",
        ];
        if (isSecure)
        {
            MakeCertificates();
            lines.AddRange(
            [
                $"cafile {CertificateFile("ca")}",
                $"certfile {CertificateFile("broker")}",
                $"keyfile {KeyFile("broker")}",
                "require_certificate true",
                "use_identity_as_username true",
            ]);
        }
        else if (passwords is null)
        {
            lines.Add("allow_anonymous true");
        }

        if (accessRules is not null)
        {
            File.WriteAllText(Path.Combine(folder.FullName, "acl"), accessRules);
            lines.Add($"acl_file {folder.FullName}/acl");
        }

        if (passwords is not null)
        {
            File.WriteAllText(Path.Combine(folder.FullName, "passwords"), passwords);
            lines.Add($"password_file {folder.FullName}/passwords");
        }

        configuration = Path.Combine(folder.FullName, "mosquitto.conf");
        File.WriteAllLines(configuration, lines);
    }

    public int Port { get; } = Ports.Free();

    public bool IsSecure { get; }

    public string Certificates { get; }

    public string Address => $"{(IsSecure ? "mqtts" : "mqtt")}://127.0.0.1:{Port}";

    public static async Task<Broker> StartAsync(bool isSecure = false, string? accessRules = null, string? passwords = null)
    {
        Broker broker = new(isSecure, accessRules, passwords);
        await broker.StartAsync();
        return broker;
    }

    public async Task StartAsync()
    {
        process = ChildProcess.Start(Program, ["-c", configuration], folder.FullName);
        await process.Errors.TakeAsync(line => line.EndsWith(" running", StringComparison.Ordinal), "broker that runs");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.Exited.OrFail("the broker's death");
        await process.DisposeAsync();
    }

    public string CertificateFile(string name) => Path.Combine(Certificates, $"{name}.pem");

    public string KeyFile(string name) => Path.Combine(Certificates, $"{name}.key");

    public string Told() => process!.Told();

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    /// <summary>An authority of our own, the broker's certificate for 127.0.0.1, and one each for the site and the cloud.</summary>
    private void MakeCertificates()
    {
        Directory.CreateDirectory(Certificates);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest asked = new("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = asked.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(CertificateFile("ca"), authority.ExportCertificatePem());
        foreach (string name in (string[])["broker", "end-to-end", "cloud", "stranger"])
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddIpAddress(IPAddress.Loopback);
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 signed = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
            File.WriteAllText(CertificateFile(name), signed.ExportCertificatePem());
            File.WriteAllText(KeyFile(name), key.ExportPkcs8PrivateKeyPem());
        }
    }
}
