using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Stekker.Edge.CentralSystem.Gate;

/// <summary>
/// A charge point's password as it is written down: PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2), as pbkdf2-sha256:ITERATIONS:SALT:HASH, salt and hash in Base64.
/// What is hashed is the password's UTF-8, or, of a hexadecimal AuthorizationKey (OCPP security whitepaper A00.FR.205), the bytes it stands for: chargers send either.
/// </summary>
internal sealed class PasswordHash
{
    public const string Scheme = "pbkdf2-sha256";

    /// <summary>
    /// About a tenth of a second on a Cortex-A7 of 700 MHz. Less than web sites take, on purpose: OCPP asks for random passwords of 16 characters and
    /// more, which no number of guesses finds, and twenty chargers that come back after a power cut shall not wait for a router's processor.
    /// </summary>
    public const int UsualIterations = 20_000;

    public const string WhatItLooksLike = "must be a password, or its hash as 'stekker-edge password' makes it (pbkdf2-sha256:ITERATIONS:SALT:HASH)";

    private const int LeastIterations = 1_000;
    private const int MostIterations = 1_000_000;
    private const int SaltBytes = 16;
    private const int MostSaltBytes = 64;
    private const int HashBytes = 32;
    private const int LeastHexDigits = 16;

    private readonly int iterations;
    private readonly byte[] salt;
    private readonly byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash)
    {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /// <summary>Whether a text is meant as a hash, right or wrong.</summary>
    public static bool IsMeant(string text) => text.StartsWith(Scheme + ":", StringComparison.Ordinal);

    /// <summary>The text to write down for a password, with a salt of its own.</summary>
    public static string Of(string password, int iterations = UsualIterations)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Derive(Encoding.UTF8.GetBytes(password), salt, iterations);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}:{iterations}:{Convert.ToBase64String(salt)}:{Convert.ToBase64String(hash)}");
    }

    /// <summary>Null where it is none.</summary>
    public static PasswordHash? Parse(string text)
    {
        string[] parts = text.Split(':');
        return parts is [Scheme, { } count, { } salt, { } hash]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int iterations) && iterations is >= LeastIterations and <= MostIterations
            && Bytes(salt) is { Length: >= SaltBytes / 2 and <= MostSaltBytes } s && Bytes(hash) is { Length: HashBytes } h
            ? new PasswordHash(iterations, s, h)
            : null;
    }

    /// <param name="said">What the charger sent as its password.</param>
    public bool Matches(ReadOnlySpan<byte> said) => CryptographicOperations.FixedTimeEquals(Derive(said, salt, iterations), hash);

    /// <summary>Whether it is a key in hexadecimal, which a charger may send as the bytes it stands for.</summary>
    public static bool IsHexKey(ReadOnlySpan<byte> text)
    {
        if (text.Length < LeastHexDigits || text.Length % 2 != 0)
        {
            return false;
        }

        foreach (byte b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Derive(ReadOnlySpan<byte> password, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(
        IsHexKey(password) ? Convert.FromHexString(Encoding.ASCII.GetString(password)) : password, salt, iterations, HashAlgorithmName.SHA256, HashBytes);

    private static byte[]? Bytes(string base64)
    {
        Span<byte> bytes = stackalloc byte[128];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? bytes[..length].ToArray() : null;
    }
}
