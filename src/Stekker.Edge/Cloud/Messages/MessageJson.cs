using System.Text.Json.Serialization;
using Stekker.Edge.Cloud.Commands;

namespace Stekker.Edge.Cloud.Messages;

/// <summary>What goes up and is not kept in the outbox, and what answers commands.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(StatusMessage))]
[JsonSerializable(typeof(TelemetryMessage))]
[JsonSerializable(typeof(CommandResult))]
internal sealed partial class MessageJson : JsonSerializerContext
{
    /// <summary>Escaped no further than JSON asks for: LTE is metered.</summary>
    public static MessageJson Plain => field ??= new MessageJson(new System.Text.Json.JsonSerializerOptions(Default.Options!)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
