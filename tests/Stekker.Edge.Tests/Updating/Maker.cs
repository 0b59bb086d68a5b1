using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Stekker.Edge.Updating;

namespace Stekker.Edge.Tests.Updating;

/// <summary>Who makes packages, with a key of their own.</summary>
internal sealed class Maker : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string KeyId => UpdateKeys.IdOf(key.ExportSubjectPublicKeyInfo());

    public string PublicKey => key.ExportSubjectPublicKeyInfoPem();

    public string PrivateKey => key.ExportPkcs8PrivateKeyPem();

    public string Manifest(byte[] package, string version = "9.0.0", string architecture = "amd64", bool allowDowngrade = false) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"product":"stekker-edge","version":"{{version}}","architecture":"{{architecture}}","sizeBytes":{{package.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(package))}}","keyId":"{{KeyId}}","allowDowngrade":{{(allowDowngrade ? "true" : "false")}}}""");

    public string Sign(string manifest) => Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(manifest), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public void Dispose() => key.Dispose();
}
