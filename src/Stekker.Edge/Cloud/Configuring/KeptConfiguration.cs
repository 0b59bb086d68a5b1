using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cloud.Configuring;

/// <summary>What the cloud set, as it is kept on disk: one file, so that a power cut leaves either all of before or all of after.</summary>
internal sealed record KeptConfiguration
{
    public static readonly KeptConfiguration Nothing = new();

    /// <summary>The document that counts; null for the site's own file alone.</summary>
    public KeptDocument? Applied { get; init; }

    /// <summary>What to go back to while <see cref="TrialLeftS"/> is not null; null for the site's own file alone.</summary>
    public KeptDocument? LastGood { get; init; }

    /// <summary>The cloud has not been reached since <see cref="Applied"/> was applied; so many seconds are left for it. Null: it was.</summary>
    public int? TrialLeftS { get; init; }

    /// <summary>The document that was not taken, or taken back; null where there is none since the last good one.</summary>
    public RefusedDocument? Refused { get; init; }

    /// <summary>As this program writes it: a file that lost a part of itself may still be JSON.</summary>
    [JsonIgnore]
    public bool IsWhole => Applied is not { Json: null } && LastGood is not { Json: null } && Refused is not { Errors.IsDefault: true };

    public bool IsOnTrial => TrialLeftS is not null;

    /// <summary>Reached: from now on this is what is gone back to.</summary>
    public KeptConfiguration Proven() => this with { LastGood = null, TrialLeftS = null };

    public KeptConfiguration Trying(KeptDocument document, TimeSpan rollbackAfter) => new()
    {
        Applied = document,
        LastGood = IsOnTrial ? LastGood : Applied,
        TrialLeftS = (int)rollbackAfter.TotalSeconds,
    };

    public KeptConfiguration RolledBack(string path, string why) => new()
    {
        Applied = LastGood,
        Refused = new RefusedDocument(Applied?.Version, WasApplied: true, [new DocumentError(path, why)]),
    };
}

/// <param name="Json">As it came, but for the chargers' passwords, which are hashed.</param>
internal sealed record KeptDocument(long Version, string Json);

/// <param name="Version">Null where it could not be read.</param>
/// <param name="WasApplied">It was taken, and taken back.</param>
internal sealed record RefusedDocument(long? Version, bool WasApplied, ImmutableArray<DocumentError> Errors);

/// <summary>The file of a <see cref="KeptConfiguration"/>, in the data directory. It may hold passwords, so it is its owner's alone.</summary>
internal sealed class KeptFile(string dataDirectory)
{
    public const string Name = "cloud-config.json";

    private readonly string path = Path.Combine(Path.GetFullPath(dataDirectory), Name);

    /// <param name="trouble">What was wrong with the file, in words; it is then set aside, never deleted.</param>
    public KeptConfiguration Load(out string? trouble)
    {
        trouble = null;
        if (!File.Exists(path))
        {
            return KeptConfiguration.Nothing;
        }

        try
        {
            KeptConfiguration kept = JsonSerializer.Deserialize(File.ReadAllBytes(path), KeptJson.Default.KeptConfiguration) ?? KeptConfiguration.Nothing;
            return kept.IsWhole ? kept : throw new JsonException("a document without its text");
        }
        catch (JsonException)
        {
            string aside = $"{path}.damaged";
            File.Move(path, aside, overwrite: true);
            trouble = $"what the cloud had configured cannot be read; it is set aside as {aside}, and the site's own configuration counts until the cloud sends its own again";
            return KeptConfiguration.Nothing;
        }
    }

    /// <summary>On disk when it returns, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written; the file is as it was.</exception>
    public void Save(KeptConfiguration kept)
    {
        OwnerOnly.MakeDirectory(Path.GetDirectoryName(path)!);
        OwnerOnly.Replace(path, JsonSerializer.SerializeToUtf8Bytes(kept, KeptJson.Default.KeptConfiguration));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptConfiguration))]
internal sealed partial class KeptJson : JsonSerializerContext;
