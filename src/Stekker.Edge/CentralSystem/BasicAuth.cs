using System.Security.Cryptography;
using System.Text;
using Stekker.Edge.CentralSystem.Gate;

namespace Stekker.Edge.CentralSystem;

/// <summary>HTTP Basic with the charge point id as user name (OCPP security whitepaper, profile 1).</summary>
public static class BasicAuth
{
    public const string Challenge = "Basic realm=\"ocpp\", charset=\"UTF-8\"";

    private const int MostBytes = 512;

    /// <param name="header">The Authorization header; null where there is none.</param>
    /// <param name="password">As configured: in plain, or as <see cref="PasswordHash"/> writes it.</param>
    public static bool Matches(string? header, string chargePointId, string password) => Read(header, chargePointId) is { } said && Matches(said, password);

    /// <summary>The password in a header that names this charge point; null where there is none.</summary>
    internal static byte[]? Read(string? header, string chargePointId)
    {
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<byte> credentials = stackalloc byte[MostBytes];
        if (!Convert.TryFromBase64String(header[6..].Trim(), credentials, out int length))
        {
            return null;
        }

        // The user name is no secret: the charger has said it in the address.
        ReadOnlySpan<byte> said = credentials[..length];
        int colon = said.IndexOf((byte)':');
        return colon >= 0 && said[..colon].SequenceEqual(Encoding.UTF8.GetBytes(chargePointId)) ? said[(colon + 1)..].ToArray() : null;
    }

    internal static bool Matches(ReadOnlySpan<byte> said, string password) => PasswordHash.IsMeant(password)
        ? PasswordHash.Parse(password)?.Matches(said) ?? false
        : Same(said, Encoding.UTF8.GetBytes(password)) | SameAsHex(said, password);

    /// <summary>AuthorizationKey is set in hexadecimal (whitepaper A00.FR.205); chargers send the bytes it stands for.</summary>
    private static bool SameAsHex(ReadOnlySpan<byte> said, string password) =>
        PasswordHash.IsHexKey(Encoding.UTF8.GetBytes(password)) && Same(said, Convert.FromHexString(password));

    /// <summary>In the same time, however much of it is right.</summary>
    private static bool Same(ReadOnlySpan<byte> said, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(said), SHA256.HashData(right));
}
