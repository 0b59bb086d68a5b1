using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Control;

/// <summary>All that goes through the control door and out of the command line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(SiteStatus))]
[JsonSerializable(typeof(ImmutableArray<CardEntry>))]
[JsonSerializable(typeof(ImmutableArray<RefusalEntry>))]
[JsonSerializable(typeof(ImmutableArray<VehicleEntry>))]
[JsonSerializable(typeof(ImmutableArray<SessionEntry>))]
[JsonSerializable(typeof(ImmutableArray<ChargePointEntry>))]
[JsonSerializable(typeof(SessionDetail))]
[JsonSerializable(typeof(PriceDay))]
[JsonSerializable(typeof(PricesAsked))]
[JsonSerializable(typeof(ImmutableArray<PriceRow>))]
[JsonSerializable(typeof(SavingsReport))]
[JsonSerializable(typeof(Changes))]
[JsonSerializable(typeof(CardAsked))]
[JsonSerializable(typeof(AdmissionAsked))]
[JsonSerializable(typeof(RemoteStartAsked))]
[JsonSerializable(typeof(RemoteStopAsked))]
[JsonSerializable(typeof(ScheduleEntry))]
[JsonSerializable(typeof(WishAsked))]
[JsonSerializable(typeof(CallAsked))]
[JsonSerializable(typeof(CallAnswer))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(BackupAsked))]
[JsonSerializable(typeof(Done))]
[JsonSerializable(typeof(UpdateStatus))]
[JsonSerializable(typeof(ErrorText))]
[JsonSerializable(typeof(ImmutableArray<MeterDeviceEntry>))]
[JsonSerializable(typeof(MeterReadingEntry))]
[JsonSerializable(typeof(MeterFailureEntry))]
[JsonSerializable(typeof(MeterScanEntry))]
internal sealed partial class ControlJson : JsonSerializerContext
{
    /// <summary>For eyes and for jq: indented, and names as people write them.</summary>
    public static ControlJson Readable => field ??= new ControlJson(new JsonSerializerOptions(Default.Options!)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
