using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.StrictClient;

/// <summary>From the first tap to the session on the books, told by a charger on somebody else's OCPP library to a daemon that runs.</summary>
internal static class ChargingStory
{
    public const string ChargePoint = "CP01";
    public const string Password = "a-password-of-CP01";

    private const string Card = "04A1B2C3D4";
    private const int MeterStartWh = 1_234_567;

    /// <summary>So that every register below lies in the past, and the session spans at least one PTU boundary.</summary>
    private static readonly DateTimeOffset Began = DateTimeOffset.UtcNow.AddMinutes(-40);

    /// <param name="site">A running site that knows <see cref="ChargePoint"/> by <see cref="Password"/>.</param>
    public static async Task TellAsync(Site site)
    {
        foreach (string idTag in new[] { Card, "04FFFFFF01", "04FFFFFF02" })
        {
            await site.Cli.RunAsync("cards", "add", idTag, "--label", $"Card {idTag}", "--scope", "site");
        }

        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(site, ChargePoint, Password);
        await BootsAsync(charger);
        await TakesTheCardListAsync(site, charger);
        await AuthorizesAsync(site, charger);
        int transactionId = await StartsByRemoteAsync(site, charger);
        await ChargesAsync(site, charger, transactionId);
        await StopsByRemoteAsync(site, charger, transactionId);
        await IsOnTheBooksAsync(site, transactionId);

        charger.AssertNoViolations();
        await charger.CloseAsync();
    }

    public static async Task BootsAsync(NodeChargePoint charger)
    {
        JsonElement boot = await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        Assert.Equal("Accepted", boot.GetProperty("status").GetString());
        Assert.True(boot.GetProperty("interval").GetInt32() > 0);
        foreach (int connector in new[] { 0, 1, 2 })
        {
            await charger.CallAsync("StatusNotification", Payloads.Status(connector, "Available"));
        }
    }

    /// <summary>The charger takes two cards at a time, so three cards come in pieces under one version.</summary>
    private static async Task TakesTheCardListAsync(Site site, NodeChargePoint charger)
    {
        HashSet<string> listed = [];
        int version = 0;
        while (listed.Count < 3)
        {
            JsonElement list = await charger.AskedAsync("SendLocalList");
            version = list.GetProperty("listVersion").GetInt32();
            listed.UnionWith(list.GetProperty("localAuthorizationList").EnumerateArray().Select(e => e.GetProperty("idTag").GetString()!));
        }

        JsonElement asked = await site.Cli.JsonAsync("ocpp", "call", "CP01", "GetLocalListVersion", "{}");
        Assert.Equal(version, asked.GetProperty("result").GetProperty("listVersion").GetInt32());
    }

    private static async Task AuthorizesAsync(Site site, NodeChargePoint charger)
    {
        Assert.Equal("Accepted", Verdict(await charger.CallAsync("Authorize", Payloads.Card(Card))));
        Assert.Equal("Invalid", Verdict(await charger.CallAsync("Authorize", Payloads.Card("STRANGER"))));

        CliResult refusals = await site.Cli.RunAsync("cards", "recent-refusals");
        Assert.Contains("STRANGER", refusals.Out, StringComparison.Ordinal);
    }

    private static async Task<int> StartsByRemoteAsync(Site site, NodeChargePoint charger)
    {
        await site.Cli.RunAsync("remote-start", "CP01", "--connector", "1", "--card", Card);
        JsonElement asked = await charger.AskedAsync("RemoteStartTransaction");
        Assert.Equal(Card, asked.GetProperty("idTag").GetString());
        Assert.Equal(1, asked.GetProperty("connectorId").GetInt32());

        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Preparing"));
        JsonElement started = await charger.CallAsync("StartTransaction", Payloads.Start(1, Card, MeterStartWh, Began));
        Assert.Equal("Accepted", Verdict(started));
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Charging"));
        return started.GetProperty("transactionId").GetInt32();
    }

    private static async Task ChargesAsync(Site site, NodeChargePoint charger, int transactionId)
    {
        for (int minute = 10; minute <= 30; minute += 10)
        {
            await charger.CallAsync("MeterValues", Payloads.Meter(1, transactionId, MeterStartWh + (minute * 100), Began.AddMinutes(minute)));
        }

        string profile = $$"""
            {"connectorId":1,"csChargingProfiles":{"chargingProfileId":7,"transactionId":{{transactionId}},"stackLevel":0,
            "chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A",
            "chargingSchedulePeriod":[{"startPeriod":0,"limit":10.5}] } } }
            """;
        JsonElement set = await site.Cli.JsonAsync("ocpp", "call", "CP01", "SetChargingProfile", profile);
        Assert.Equal("Accepted", set.GetProperty("result").GetProperty("status").GetString());
        await charger.AskedAsync("SetChargingProfile", p => p.GetProperty("csChargingProfiles").GetProperty("chargingProfileId").GetInt32() == 7);
    }

    private static async Task StopsByRemoteAsync(Site site, NodeChargePoint charger, int transactionId)
    {
        await site.Cli.RunAsync("remote-stop", "CP01");
        JsonElement asked = await charger.AskedAsync("RemoteStopTransaction");
        Assert.Equal(transactionId, asked.GetProperty("transactionId").GetInt32());

        await charger.CallAsync("StopTransaction", Payloads.Stop(transactionId, MeterStartWh + 3_333, Began.AddMinutes(33), "Remote"));
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Finishing"));
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Available"));
    }

    private static async Task IsOnTheBooksAsync(Site site, int transactionId)
    {
        JsonElement session = Assert.Single((await site.Cli.JsonAsync("sessions", "list")).EnumerateArray());
        Assert.Equal("CP01", session.GetProperty("chargePointId").GetString());
        Assert.Equal(1, session.GetProperty("connectorId").GetInt32());
        Assert.Equal(Card, session.GetProperty("idTag").GetString());
        Assert.Equal(transactionId, session.GetProperty("transactionId").GetInt32());
        Assert.Equal(MeterStartWh, session.GetProperty("meterStartWh").GetInt64());
        Assert.Equal(MeterStartWh + 3_333, session.GetProperty("meterStopWh").GetInt64());
        Assert.Equal(3_333, session.GetProperty("energyWh").GetInt64());

        JsonElement shown = await site.Cli.JsonAsync("sessions", "show", session.GetProperty("id").ToString());
        JsonElement[] ptus = [.. shown.GetProperty("ptus").EnumerateArray()];
        Assert.True(ptus.Length is 3 or 4, "33 minutes touch three or four quarters of an hour");
        Assert.Equal(3_333, ptus.Sum(p => p.GetProperty("energyWh").GetInt64()));
    }

    private static string? Verdict(JsonElement answer) => answer.GetProperty("idTagInfo").GetProperty("status").GetString();
}
