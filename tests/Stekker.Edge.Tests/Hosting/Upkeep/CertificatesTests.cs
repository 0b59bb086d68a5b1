using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Hosting.Upkeep;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Hosting.Upkeep;

/// <summary>Certificates out of their files.</summary>
public sealed class CertificatesTests : IDisposable
{
    private static readonly DateTimeOffset Utc = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_sites_own_is_the_first_of_its_chain_and_of_authorities_the_longest_counts()
    {
        string chain = Written("chain.pem", Certificate(10), Certificate(3000));
        string authorities = Written("ca.pem", Certificate(2), Certificate(3000));

        (TellLevel Level, string Text)? own = Look("cloud.certFile", chain, isList: false);
        Assert.Equal(TellLevel.Warning, own?.Level);
        Assert.Contains($"{chain} (cloud.certFile) is good until 2026-12-08", own?.Text, StringComparison.Ordinal);
        Assert.Null(Look("cloud.caFile", authorities, isList: true));
    }

    [Theory]
    [InlineData("", "has no certificate in it")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read")]
    [InlineData(null, "cannot be read")]
    public void What_is_none_is_said_to_be_none(string? content, string words)
    {
        string path = directory.File("tls.pem");
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        (TellLevel Level, string Text)? found = Look("ocpp.certificateFile", path, isList: false);

        Assert.Equal(TellLevel.Alarm, found?.Level);
        Assert.Contains(words, found?.Text, StringComparison.Ordinal);
        Assert.Contains(path, found?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_that_the_configuration_names_is_looked_at()
    {
        SiteConfiguration site = new()
        {
            SiteId = "test",
            Ocpp = new OcppRules { CertificateFile = "/a", KeyFile = "/b" },
            Cloud = new CloudSettings(new Uri("mqtts://broker.example:8883"), "/c", "/d", "/e"),
        };
        Assert.Equal(["ocpp.certificateFile", "cloud.certFile", "cloud.caFile"], Certificates.Of(site).Select(c => c.Key));
    }

    internal static string Certificate(int days, DateTimeOffset? from = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = from ?? Utc;
        using X509Certificate2 made = new CertificateRequest("CN=site", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1000), now.AddDays(days));
        return made.ExportCertificatePem();
    }

    private string Written(string name, params string[] certificates)
    {
        File.WriteAllText(directory.File(name), string.Join('\n', certificates));
        return directory.File(name);
    }

    private static (TellLevel Level, string Text)? Look(string key, string path, bool isList) =>
        Certificates.Look(new Certificates.Named(key, path, "something stops", isList), Utc);
}
