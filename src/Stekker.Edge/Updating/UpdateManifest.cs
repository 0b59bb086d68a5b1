using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Updating;

/// <summary>What the maker says of a package, and signs: './build.sh sign' writes it. Its text is signed as it is, byte for byte.</summary>
/// <param name="Version">Of the product: 0.2.0.</param>
/// <param name="Architecture">As opkg or dpkg calls it.</param>
/// <param name="Sha256">Of the package file, 64 hexadecimal digits.</param>
/// <param name="KeyId">Which key signed it: see <see cref="UpdateKeys"/>.</param>
/// <param name="AllowDowngrade">It may take the place of a newer version, or of the same one.</param>
internal sealed record UpdateManifest(string Version, string Architecture, long SizeBytes, string Sha256, string KeyId, bool AllowDowngrade)
{
    public const string Product = "stekker-edge";

    /// <summary>A manifest is some 300 bytes.</summary>
    public const int MostBytes = 4096;

    /// <summary>Several times what a package is; a box's flash is small.</summary>
    public const long LargestPackage = 64L << 20;

    /// <summary>Null where it is none; <paramref name="why"/> names the key, the value and what would be right.</summary>
    public static UpdateManifest? Parse(string text, out string why)
    {
        why = "";
        if (Encoding.UTF8.GetByteCount(text) > MostBytes)
        {
            why = $"the manifest has more than {MostBytes} bytes";
            return null;
        }

        Fields? fields;
        try
        {
            fields = JsonSerializer.Deserialize(text, ManifestJson.Default.Fields);
        }
        catch (JsonException e)
        {
            why = $"the manifest is not the JSON that './build.sh sign' writes ({e.Path ?? "$"})";
            return null;
        }

        why = fields is null ? "the manifest is null" : Fault(fields) ?? "";
        return why.Length > 0
            ? null
            : new UpdateManifest(fields!.Version!, fields.Architecture!, fields.SizeBytes!.Value, fields.Sha256!, fields.KeyId!, fields.AllowDowngrade ?? false);
    }

    private static string? Fault(Fields f) => f switch
    {
        { Product: not Product } => $"product '{Shown(f.Product)}': it is for another product than {Product}",
        { Version: null } => "version is missing: it is the package's version, such as 0.2.0",
        _ when !IsVersion(f.Version!) => $"version '{Shown(f.Version)}': it is three numbers, such as 0.2.0",
        { Architecture: null } => "architecture is missing: it is what 'opkg print-architecture' or 'dpkg --print-architecture' says",
        _ when !IsArchitecture(f.Architecture!) => $"architecture '{Shown(f.Architecture)}': it is what 'opkg print-architecture' or 'dpkg --print-architecture' says",
        { SizeBytes: null or < 1 or > LargestPackage } => $"sizeBytes {f.SizeBytes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "is missing"}: it is the package's size, from 1 to {LargestPackage} bytes",
        _ when f.Sha256 is null || !IsSha256(f.Sha256) => $"sha256 '{Shown(f.Sha256)}': it is the package's SHA-256, 64 hexadecimal digits in small letters",
        { KeyId: null or "" } => "keyId is missing: it names the key that signed",
        _ => null,
    };

    private static string Shown(string? value) => value is null ? "" : value.Length > 40 ? value[..40] + "…" : value;

    private static bool IsVersion(string text) =>
        text.Split('.') is { Length: 3 } parts && parts.All(p => p.Length is >= 1 and <= 5 && p.All(char.IsAsciiDigit));

    private static bool IsArchitecture(string text) =>
        text.Length is >= 2 and <= 64 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '+' or '.');

    private static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    internal sealed record Fields(string? Product, string? Version, string? Architecture, long? SizeBytes, string? Sha256, string? KeyId, bool? AllowDowngrade);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpdateManifest.Fields))]
internal sealed partial class ManifestJson : JsonSerializerContext;
