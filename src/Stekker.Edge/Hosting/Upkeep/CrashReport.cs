using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Hosting.Upkeep;

public enum CrashKind
{
    /// <summary>A mistake of ours that nothing caught.</summary>
    Exception,

    /// <summary>The site's loop did nothing any more, and the watchdog ended the process.</summary>
    Hung,

    /// <summary>It vanished, and the machine has started since.</summary>
    LostPower,

    /// <summary>It vanished while the machine went on: a kill, by hand or by the kernel for want of memory, or a crash of native code.</summary>
    Killed,
}

/// <summary>What is known of a run that did not end in order: topic crashes/{id}, and a file in the data directory. No secrets: the log has none.</summary>
/// <param name="CrashId">Unlike any other of this box.</param>
/// <param name="At">When it died, or for one that vanished when it last wrote to its ledger; by the machine's clock. Null where that is not known.</param>
/// <param name="StartedAt">When that run began, by the machine's clock.</param>
/// <param name="UptimeS">How long it ran; null where that is not known.</param>
/// <param name="What">In words.</param>
/// <param name="LastLines">Of its log, oldest first; empty for a run that vanished, whose memory went with it.</param>
public sealed record CrashReport(
    string CrashId, CrashKind Kind, string? At, string StartedAt, string Version, long? UptimeS, string What, ImmutableArray<string> LastLines)
{
    private const int MostCharactersOfWhat = 4_000;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, CrashJson.Plain.CrashReport);

    internal static CrashReport? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CrashJson.Plain.CrashReport) is { CrashId.Length: > 0, StartedAt: not null, Version: not null, What: not null, LastLines.IsDefault: false } whole
                ? whole
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string Shortened(string what) => what.Length <= MostCharactersOfWhat ? what : what[..MostCharactersOfWhat];

    internal static string Write(DateTimeOffset utc) => utc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
}

/// <summary>One line of the run's own file; see <see cref="RunFile"/>. Each line has some of these.</summary>
internal sealed record RunLine
{
    public string? StartedAt { get; init; }

    public string? Version { get; init; }

    /// <summary>The kernel's number of this start of the machine.</summary>
    public string? BootId { get; init; }

    /// <summary>Runs before this one that soon ended.</summary>
    public int ShortRuns { get; init; }

    public bool Healthy { get; init; }

    /// <summary>The run ended for a reason that was told: an address that is taken, a ledger that cannot be opened.</summary>
    public bool Refused { get; init; }

    public CrashKind? Kind { get; init; }

    public string? At { get; init; }

    public long? UptimeS { get; init; }

    public string? What { get; init; }

    public ImmutableArray<string> LastLines { get; init; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CrashReport))]
[JsonSerializable(typeof(RunLine))]
internal sealed partial class CrashJson : JsonSerializerContext
{
    public static CrashJson Plain => field ??= Of(JsonIgnoreCondition.Never);

    /// <summary>What a line does not tell is not in it.</summary>
    public static CrashJson Short => field ??= Of(JsonIgnoreCondition.WhenWritingDefault);

    private static CrashJson Of(JsonIgnoreCondition ignore) => new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = ignore,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<CrashKind>(JsonNamingPolicy.CamelCase) },
    });
}
