using System.Collections.Immutable;
using System.Text.Json;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Cloud.Messages;

namespace Stekker.Edge.Cloud.Configuring;

/// <summary>What came of the last document, and what counts: topic config/state.</summary>
/// <param name="Version">That counts; null for the site's own file alone.</param>
/// <param name="State">none, applied, restartPending, refused or rolledBack.</param>
/// <param name="RefusedVersion">That was not taken, or taken back.</param>
/// <param name="RestartKeys">What changes only at the restart that is waited for.</param>
/// <param name="IgnoredLocalKeys">Keys of the site's own file that the cloud has taken over and that say something else.</param>
/// <param name="OnTrial">True until the cloud has acknowledged this: without that the document is taken back after its rollbackAfterS.</param>
internal sealed record ConfigStateMessage(
    long? Version,
    string State,
    long? RefusedVersion,
    ImmutableArray<DocumentError> Errors,
    ImmutableArray<string> RestartKeys,
    ImmutableArray<string> IgnoredLocalKeys,
    bool OnTrial,
    string At)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, MessageJson.Plain.ConfigStateMessage);
}
