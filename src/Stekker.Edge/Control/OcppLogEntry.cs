using System.Text.Json;
using System.Text.Json.Serialization;
using Stekker.Edge.CentralSystem;

namespace Stekker.Edge.Control;

/// <summary>One frame between a charger and the box; also on the cloud's topic ocpp-log/{chargePointId}, while asked for.</summary>
/// <param name="At">With the site's offset.</param>
/// <param name="Direction">fromCharger or toCharger.</param>
/// <param name="Frame">As it went over the line, without its secrets.</param>
public sealed record OcppLogEntry(string At, string Direction, string Frame)
{
    public const string FromCharger = "fromCharger";

    public const string ToCharger = "toCharger";

    public static OcppLogEntry Of(OcppLogLine line, SiteTimes times) => new(times.Write(line.At), line.IsFromCharger ? FromCharger : ToCharger, line.Frame);

    /// <summary>In one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, OcppLogJson.Plain.OcppLogEntry);

    public static OcppLogEntry? Parse(string line) => JsonSerializer.Deserialize(line, OcppLogJson.Default.OcppLogEntry);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OcppLogEntry))]
internal sealed partial class OcppLogJson : JsonSerializerContext
{
    /// <summary>A frame is full of quotes and angle brackets; escaped no further than JSON asks for.</summary>
    public static OcppLogJson Plain => field ??= new OcppLogJson(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
