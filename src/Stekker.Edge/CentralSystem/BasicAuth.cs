using System.Security.Cryptography;
using System.Text;

namespace Stekker.Edge.CentralSystem;

/// <summary>HTTP Basic with the charge point id as user name (OCPP security whitepaper, profile 1).</summary>
public static class BasicAuth
{
    public const string Challenge = "Basic realm=\"ocpp\", charset=\"UTF-8\"";

    /// <param name="header">The Authorization header; null where there is none.</param>
    public static bool Matches(string? header, string chargePointId, string password)
    {
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        Span<byte> credentials = stackalloc byte[512];
        if (!Convert.TryFromBase64String(header[6..].Trim(), credentials, out int length))
        {
            return false;
        }

        ReadOnlySpan<byte> said = credentials[..length];
        int colon = said.IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        // Both are compared in full, whatever the first says: the time taken tells nothing.
        bool user = Same(said[..colon], Encoding.UTF8.GetBytes(chargePointId));
        ReadOnlySpan<byte> key = said[(colon + 1)..];
        bool secret = Same(key, Encoding.UTF8.GetBytes(password)) | SameAsHex(key, password);
        return user & secret;
    }

    /// <summary>AuthorizationKey is set in hexadecimal (whitepaper A00.FR.205); chargers send the bytes it stands for.</summary>
    private static bool SameAsHex(ReadOnlySpan<byte> said, string password)
    {
        if (password.Length < 16 || password.Length % 2 != 0 || !password.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        return Same(said, Convert.FromHexString(password));
    }

    private static bool Same(ReadOnlySpan<byte> said, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(said), SHA256.HashData(right));
}
