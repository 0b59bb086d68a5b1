using System.Text.Json.Serialization;
using Stekker.Edge.Cloud.Commands;
using Stekker.Edge.Cloud.Configuring;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Cloud.Reports;

namespace Stekker.Edge.Cloud.Messages;

/// <summary>What goes up to the cloud, but for charge detail records, whose names and nulls are OCPI's.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(StatusMessage))]
[JsonSerializable(typeof(TelemetryMessage))]
[JsonSerializable(typeof(CommandResult))]
[JsonSerializable(typeof(StateEntry))]
[JsonSerializable(typeof(ConfigStateMessage))]
[JsonSerializable(typeof(SessionMessage))]
[JsonSerializable(typeof(SavingsMessage))]
internal sealed partial class MessageJson : JsonSerializerContext
{
    /// <summary>Escaped no further than JSON asks for: LTE is metered.</summary>
    public static MessageJson Plain => field ??= new MessageJson(new System.Text.Json.JsonSerializerOptions(Default.Options!)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
