using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Stekker.Edge.Core.Upkeep;
using Stekker.Edge.Hosting.Upkeep;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Updating;

/// <summary>
/// Where the daemon lays an update down for root's updater: the folder 'update' in the data directory, with the package, its manifest and
/// signature, and last of all 'ready'. Root believes none of it, and checks all of it again.
/// </summary>
internal sealed class UpdateFolder(string dataDirectory)
{
    private const string ReadyName = "ready";
    private const string HandedName = "handed";

    private readonly string folder = Path.Combine(Path.GetFullPath(dataDirectory), "update");

    /// <summary>What was not there yet when its loading broke off.</summary>
    public string Part => Path.Combine(folder, "package.part");

    /// <summary>What was handed over, until its outcome is known; null for nothing.</summary>
    public HandedUpdate? Handed
    {
        get
        {
            try
            {
                return File.Exists(Named(HandedName)) ? JsonSerializer.Deserialize(File.ReadAllBytes(Named(HandedName)), HandedJson.Default.HandedUpdate) : null;
            }
            catch (Exception e) when (e is IOException or JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Empty, for a new one.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void Clear()
    {
        if (Directory.Exists(folder))
        {
            // 'ready' first: root must not find it beside half of the rest.
            File.Delete(Named(ReadyName));
            foreach (string file in Directory.GetFiles(folder))
            {
                File.Delete(file);
            }
        }

        OwnerOnly.MakeDirectory(folder);
    }

    /// <summary>
    /// At the start: what a run that died while it loaded, or while it handed over, has left, which may be much of a small flash. What was handed
    /// over whole is root's.
    /// </summary>
    public void RemoveUnfinished()
    {
        try
        {
            File.Delete(Part);
            if (!File.Exists(Named(HandedName)) && !File.Exists(Named(ReadyName)))
            {
                File.Delete(Named("package"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is removed with the next update.
        }
    }

    /// <summary>Null where the system does not tell.</summary>
    public DiskRoom? Room => Disks.RoomOf(folder);

    /// <summary>On disk when it returns, in this order: what this process has to remember, then what root waits for.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void HandOver(string manifest, string signatureBase64, HandedUpdate handed)
    {
        File.Move(Part, Named("package"), overwrite: true);
        OwnerOnly.Replace(Named("manifest"), System.Text.Encoding.UTF8.GetBytes(manifest));
        OwnerOnly.Replace(Named("signature"), System.Text.Encoding.UTF8.GetBytes(signatureBase64));
        OwnerOnly.Replace(Named(HandedName), JsonSerializer.SerializeToUtf8Bytes(handed, HandedJson.Default.HandedUpdate));
        OwnerOnly.Replace(Named(ReadyName), System.Text.Encoding.ASCII.GetBytes(handed.Id));
    }

    /// <summary>Root waits for a file of this name.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SayHealthy(string id)
    {
        OwnerOnly.MakeDirectory(folder);
        OwnerOnly.Replace(Named($"healthy-{id}"), []);
    }

    public bool HasSaidHealthy(string id) => File.Exists(Named($"healthy-{id}"));

    private string Named(string name) => Path.Combine(folder, name);
}

/// <summary>What the daemon has to remember over the restart, whichever version it is after it.</summary>
/// <param name="Id">Of this one attempt: 16 hexadecimal digits, drawn by lot.</param>
/// <param name="CommandId">Of the cloud's command that asked for it.</param>
/// <param name="ChargePoints">That were connected; a healthy version has them again.</param>
/// <param name="Cloud">The cloud was connected.</param>
/// <param name="By">Which process handed it over.</param>
internal sealed record HandedUpdate(string Id, string CommandId, string Version, ImmutableArray<string> ChargePoints, bool Cloud, string By);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HandedUpdate))]
internal sealed partial class HandedJson : JsonSerializerContext;
