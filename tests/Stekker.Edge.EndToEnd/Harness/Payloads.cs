using System.Text.Json.Nodes;

namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>OCPP 1.6 payloads as a charger writes them.</summary>
internal static class Payloads
{
    public static JsonObject Boot(string vendor, string model) =>
        new() { ["chargePointVendor"] = vendor, ["chargePointModel"] = model, ["firmwareVersion"] = "1.0" };

    public static JsonObject Status(int connectorId, string status) =>
        new() { ["connectorId"] = connectorId, ["errorCode"] = "NoError", ["status"] = status, ["timestamp"] = Stamp(DateTimeOffset.UtcNow) };

    public static JsonObject Card(string idTag) => new() { ["idTag"] = idTag };

    public static JsonObject Start(int connectorId, string idTag, int meterStartWh, DateTimeOffset at) =>
        new() { ["connectorId"] = connectorId, ["idTag"] = idTag, ["meterStart"] = meterStartWh, ["timestamp"] = Stamp(at) };

    public static JsonObject Meter(int connectorId, int transactionId, int registerWh, DateTimeOffset at) => new()
    {
        ["connectorId"] = connectorId,
        ["transactionId"] = transactionId,
        ["meterValue"] = new JsonArray(new JsonObject
        {
            ["timestamp"] = Stamp(at),
            ["sampledValue"] = new JsonArray(new JsonObject
            {
                ["value"] = registerWh.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["measurand"] = "Energy.Active.Import.Register",
                ["unit"] = "Wh",
                ["context"] = "Sample.Periodic",
            }),
        }),
    };

    public static JsonObject Stop(int transactionId, int meterStopWh, DateTimeOffset at, string reason, string? idTag = null)
    {
        JsonObject stop = new()
        {
            ["transactionId"] = transactionId,
            ["meterStop"] = meterStopWh,
            ["timestamp"] = Stamp(at),
            ["reason"] = reason,
        };
        if (idTag is not null)
        {
            stop["idTag"] = idTag;
        }

        return stop;
    }

    private static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
