using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Cloud.Commands;

/// <summary>What the cloud asks for, once. Which keys a command needs tells <see cref="CommandBook"/>.</summary>
internal sealed record CommandAsked
{
    public string? Command { get; init; }

    /// <summary>Not done any more after this moment: a driver has long gone.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public string? ChargePointId { get; init; }

    public int? ConnectorId { get; init; }

    public string? IdTag { get; init; }

    /// <summary>reset: soft or hard.</summary>
    public string? Type { get; init; }

    /// <summary>triggerMessage: which, as OCPP names it.</summary>
    public string? Message { get; init; }

    /// <summary>updateFirmware, getDiagnostics: where from, where to.</summary>
    public string? Location { get; init; }

    /// <summary>updateFirmware: not before; now where it is left out.</summary>
    public DateTimeOffset? RetrieveAt { get; init; }

    public int? Retries { get; init; }

    public int? RetryIntervalS { get; init; }

    /// <summary>getDiagnostics: of the time from here …</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>… to here; ocppLog: until then at most.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>changeConfiguration.</summary>
    public string? Key { get; init; }

    public string? Value { get; init; }

    /// <summary>ocppLog.</summary>
    public bool? On { get; init; }

    /// <summary>updateEdge: what the maker signed, to the letter …</summary>
    public string? Manifest { get; init; }

    /// <summary>… the signature, base64 …</summary>
    public string? Signature { get; init; }

    /// <summary>… and where the package is, by https.</summary>
    public string? Url { get; init; }

    /// <summary>restart, updateEdge: now, or when nobody charges (idle).</summary>
    public string? When { get; init; }
}

/// <summary>How a command ended: topic commands/{id}/result, once.</summary>
/// <param name="Command">Null where it could not be read.</param>
/// <param name="Outcome">See <see cref="CommandOutcome"/>, in camelCase.</param>
/// <param name="Text">In words.</param>
/// <param name="Answer">What the charger answered, where it was asked.</param>
public sealed record CommandResult(
    string Id,
    string? Command,
    string Outcome,
    string Text,
    string At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Answer = null);

/// <summary>How a command can end.</summary>
internal enum CommandOutcome
{
    Done,

    /// <summary>Understood, and the site or the charger will not, or cannot.</summary>
    Refused,

    /// <summary>The charger did not answer: whether it did it is not known.</summary>
    NoAnswer,

    /// <summary>It came after its time.</summary>
    Expired,

    /// <summary>It makes no sense.</summary>
    Invalid,

    /// <summary>updateEdge: installed, not healthy, and the previous version runs again.</summary>
    Returned,

    /// <summary>The box restarted while it was under way: whether it was done is not known.</summary>
    Interrupted,
}

/// <summary>An outcome that does not know yet which command it ends.</summary>
internal sealed record CommandEnd(CommandOutcome Outcome, string Text, JsonElement? Answer = null)
{
    /// <summary>Something that is done once the outcome is on disk: a restart.</summary>
    public Action? Afterwards { get; init; }

    public static CommandEnd Invalid(string why) => new(CommandOutcome.Invalid, why);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommandAsked))]
internal sealed partial class CommandJson : JsonSerializerContext;
