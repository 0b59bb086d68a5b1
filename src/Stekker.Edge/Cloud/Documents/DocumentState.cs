using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Stekker.Edge.Cloud.Messages;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>A retained message to publish: what became of a document.</summary>
/// <param name="Topic">Without the site's prefix: "cards/state".</param>
/// <param name="Payload">JSON, UTF-8; see the schema of the same name.</param>
public sealed record DocumentState(string Topic, ReadOnlyMemory<byte> Payload);

/// <summary>What a state says.</summary>
/// <param name="Version">What stands; null where nothing does, and for what has no versions.</param>
/// <param name="State">none, applied, refused, older (an older document came and was ignored), gap (a change that does not follow came and was ignored).</param>
/// <param name="RefusedVersion">Of the document that was refused or ignored; null where it was none, or could not be read.</param>
/// <param name="At">When that was, with the site's offset; null where the clock was not trusted.</param>
internal sealed record StateEntry(long? Version, string State, long? RefusedVersion, ImmutableArray<DocumentError> Errors, string? At)
{
    /// <summary>Only of cards: all of them have to be sent, because a change is missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SnapshotWanted { get; init; }

    public DocumentState On(string document) => new($"{document}/state", JsonSerializer.SerializeToUtf8Bytes(this, MessageJson.Plain.StateEntry));
}
