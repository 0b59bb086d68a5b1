using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>Sites with a cloud.</summary>
internal static class CloudSite
{
    /// <param name="certificate">Whose certificate the site shows; only to a broker that asks for one.</param>
    public static Site WithCloud(this Site site, Broker broker, string certificate = "end-to-end")
    {
        JsonObject cloud = new() { ["broker"] = broker.Address, ["reconnectWithinS"] = 0, ["telemetryEveryS"] = 1 };
        if (broker.IsSecure)
        {
            cloud["caFile"] = broker.CertificateFile("ca");
            cloud["certFile"] = broker.CertificateFile(certificate);
            cloud["keyFile"] = broker.KeyFile(certificate);
        }

        site.Configuration["cloud"] = cloud;
        return site;
    }

    /// <summary>A charger that charges for a card of the site, from plug to plug; returns the transaction's id.</summary>
    public static async Task<int> ChargeAsync(this RawCharger charger, string idTag, int fromWh, int toWh)
    {
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Preparing"));
        JsonElement started = await charger.CallAsync("StartTransaction", Payloads.Start(1, idTag, fromWh, DateTimeOffset.UtcNow));
        int id = started.GetProperty("transactionId").GetInt32();
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Charging"));
        await charger.CallAsync("MeterValues", Payloads.Meter(1, id, (fromWh + toWh) / 2, DateTimeOffset.UtcNow));
        await charger.CallAsync("StopTransaction", Payloads.Stop(id, toWh, DateTimeOffset.UtcNow, "Local", idTag));
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Available"));
        return id;
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static JsonObject Command(string command, string? chargePointId = null) => new()
    {
        ["command"] = command,
        ["expiresAt"] = DateTimeOffset.UtcNow.AddMinutes(2).ToString("O"),
        ["chargePointId"] = chargePointId,
    };
}
