using System.Security.Cryptography;
using System.Text;

namespace Stekker.Edge.Updating;

/// <summary>
/// The maker's public keys that this box trusts: one PEM file of root's, with one key or, while keys change, several. ECDSA on P-256, with
/// SHA-256, as 'openssl dgst -sha256 -sign' writes it.
/// </summary>
internal sealed class UpdateKeys
{
    /// <summary>Beside the site's configuration, but root's: who could replace it could replace the program.</summary>
    public const string UsualFile = "/etc/stekker-edge/update-key.pem";

    private const int LongestFile = 65_536;

    private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);

    private UpdateKeys()
    {
    }

    /// <summary>Null where there is none to trust.</summary>
    public static UpdateKeys? Load(string file, out string why)
    {
        why = "";
        string text;
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > LongestFile })
            {
                why = $"{file} is no list of public keys: it has more than {LongestFile} bytes";
                return null;
            }

            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = $"this box trusts nobody's updates: there is no key in {file} ({e.Message})";
            return null;
        }

        UpdateKeys keys = new();
        ReadOnlySpan<char> rest = text;
        while (PemEncoding.TryFind(rest, out PemFields found))
        {
            if (rest[found.Label] is not "PUBLIC KEY")
            {
                why = $"{file} holds a '{rest[found.Label]}': only public keys belong into it";
                return null;
            }

            byte[] bytes = Convert.FromBase64String(rest[found.Base64Data].ToString());
            if (Open(bytes) is not { } key)
            {
                why = $"{file} holds a key that is not of ECDSA on the curve P-256";
                return null;
            }

            key.Dispose();
            keys.keys[IdOf(bytes)] = bytes;
            rest = rest[found.Location.End..];
        }

        why = keys.keys.Count == 0 ? $"there is no public key (-----BEGIN PUBLIC KEY-----) in {file}" : "";
        return keys.keys.Count == 0 ? null : keys;
    }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of its SubjectPublicKeyInfo.</summary>
    public static string IdOf(ReadOnlySpan<byte> publicKeyInfo) => Convert.ToHexStringLower(SHA256.HashData(publicKeyInfo))[..16];

    /// <summary>Null where the signature is that key's; else why not, in words.</summary>
    public string? WhyNotSigned(string keyId, string text, string signatureBase64)
    {
        byte[] signature = new byte[256];
        if (!Convert.TryFromBase64String(signatureBase64.Trim(), signature, out int length))
        {
            return "the signature is not base64";
        }

        if (!keys.TryGetValue(keyId, out byte[]? bytes))
        {
            return $"keyId '{(keyId.Length > 40 ? keyId[..40] : keyId)}': this box does not trust that key; it trusts {string.Join(", ", keys.Keys)}";
        }

        using ECDsa key = Open(bytes)!;
        bool isGood = key.VerifyData(Encoding.UTF8.GetBytes(text), signature.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return isGood ? null : $"the signature is not that of key {keyId} over this manifest: one of them was changed, or another key signed";
    }

    private static ECDsa? Open(byte[] publicKeyInfo)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKeyInfo, out _);
            if (key.ExportParameters(false).Curve.Oid is { } oid && oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
            // No such key.
        }

        key.Dispose();
        return null;
    }
}
