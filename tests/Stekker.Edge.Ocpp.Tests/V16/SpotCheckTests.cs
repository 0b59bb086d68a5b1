using System.Text;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.V16;

/// <summary>Single cases, by hand: what a charger sent, what it should be told.</summary>
public class SpotCheckTests
{
    [Theory]
    [InlineData("StatusNotification", """{"connectorId":"one","errorCode":"NoError","status":"Available"}""",
        "TypeConstraintViolation connectorId: is text \"one\", should be a whole number of at least 0")]
    [InlineData("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Charging!"}""",
        "PropertyConstraintViolation status: is text \"Charging!\", should be one of Available, Preparing, Charging, SuspendedEVSE, SuspendedEV, Finishing, Reserved, Unavailable, Faulted")]
    [InlineData("StartTransaction", """{"connectorId":0,"idTag":"A","meterStart":0,"timestamp":"2026-01-01T00:00:00Z"}""",
        "PropertyConstraintViolation connectorId: is the number 0, should be a whole number of at least 1")]
    [InlineData("Authorize", "{}", "OccurenceConstraintViolation idTag: is missing, should be a text of at most 20 characters")]
    [InlineData("Authorize", """{"idTag":"123456789012345678901"}""",
        "PropertyConstraintViolation idTag: is a text not shown here, should be a text of at most 20 characters")]
    [InlineData("ChangeConfiguration", """{"key":"AuthorizationKey","value":1234}""",
        "TypeConstraintViolation value: is a number not shown here, should be a text of at most 500 characters")]
    [InlineData("MeterValues", """{"connectorId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":"1"},{"value":true}]}]}""",
        "TypeConstraintViolation meterValue[0].sampledValue[1].value: is true, should be a text")]
    [InlineData("SetChargingProfile", """{"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.15}]}}}""",
        "PropertyConstraintViolation csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit: is the number 16.15, should be a number of at least 0 with at most one decimal")]
    [InlineData("SetChargingProfile", """{"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":-1,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}}""",
        "PropertyConstraintViolation csChargingProfiles.stackLevel: is the number -1, should be a whole number of at least 0")]
    [InlineData("StopTransaction", """{"meterStop":3000000000,"timestamp":"2026-01-01T00:00:00Z","transactionId":1}""",
        "PropertyConstraintViolation meterStop: is the number 3000000000, should be a whole number")]
    [InlineData("UpdateFirmware", """{"location":"not a place","retrieveDate":"2026-01-01T00:00:00Z"}""",
        "TypeConstraintViolation location: is text \"not a place\", should be an absolute URI such as ftp://host/folder")]
    [InlineData("Heartbeat", "[]", "FormationViolation The payload is not a JSON object")]
    [InlineData("Heartbeat", "{} {}", "FormationViolation The payload is not JSON at byte 3")]
    [InlineData("Reset", """{"type":"Soft","type":"Hard"}""", "FormationViolation The payload is unreadable. The key \"type\" is given twice.")]
    public void A_broken_request_is_told_what_is_wrong(string action, string json, string expected)
    {
        var fault = Ocpp16.Find(action)!.ReadRequest(Encoding.UTF8.GetBytes(json), out _);
        Assert.Equal(expected, $"{fault!.Code} {fault.Description}");
    }

    [Fact]
    public void An_Autocharge_token_may_be_longer_than_a_card_s()
    {
        var vid = "VID:" + new string('0', 251);
        Assert.Equal(vid, Read<AuthorizeRequest>("Authorize", $$"""{"idTag":"{{vid}}"}""").IdTag);
        Assert.Equal(
            OcppErrorCode.PropertyConstraintViolation,
            Ocpp16.Find("Authorize")!.ReadRequest(Encoding.UTF8.GetBytes($$"""{"idTag":"{{vid}}0"}"""), out _)!.Code);
    }

    [Fact]
    public void A_sampled_value_sent_as_a_number_keeps_its_digits()
    {
        var values = Read<MeterValuesRequest>("MeterValues",
            """{"connectorId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":12.50},{"value":-1e3,"unit":"Celcius"},{"value":"7","unit":"Celsius"}]}]}""");
        Assert.Equal(["12.50", "-1e3", "7"], values.MeterValue[0].SampledValue.Select(value => value.Value));
    }

    [Theory]
    [InlineData("5.0", 5)]
    [InlineData("5e0", 5)]
    [InlineData("-0.0", 0)]
    public void A_whole_number_written_with_a_point_is_one(string written, int expected) =>
        Assert.Equal(expected, Read<StopTransactionRequest>("StopTransaction",
            $$"""{"meterStop":{{written}},"timestamp":"2026-01-01T00:00:00Z","transactionId":1}""").MeterStop);

    [Fact]
    public void A_limit_with_the_noise_of_a_float_is_accepted() =>
        Assert.Equal(16.1000004m, Read<SetChargingProfileRequest>("SetChargingProfile",
            """{"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.1000004}]}}}""")
            .CsChargingProfiles.ChargingSchedule.ChargingSchedulePeriod[0].Limit);

    [Theory]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T01:00:00", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29t01:00:00.123456789z", "2026-03-29T01:00:00.123Z")]
    [InlineData("2026-03-29 01:00:00+0000", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T01:00:60Z", "2026-03-29T01:00:59Z")]
    [InlineData("2026-03-29T01:00:00\\u005A", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29", null)]
    [InlineData("29-03-2026 01:00:00", null)]
    [InlineData("2026-02-29T01:00:00Z", null)]
    [InlineData("2026-03-29T24:00:00Z", null)]
    [InlineData("2026-03-29T01:00Z", null)]
    [InlineData("2026-03-29T01:00:00.Z", null)]
    [InlineData("2026-03-29T01:00:00+2", null)]
    [InlineData("0001-01-01T00:00:00+10:00", null)]
    [InlineData("Sun Mar 29 01:00:00 2026", null)]
    public void Moments_are_read_as_UTC_and_written_so(string sent, string? written)
    {
        var action = Ocpp16.Find("Heartbeat")!;
        var fault = action.ReadResponse(Encoding.UTF8.GetBytes($$"""{"currentTime":"{{sent}}"}"""), out var response);
        Assert.Equal(written is null ? OcppErrorCode.TypeConstraintViolation : null, fault?.Code);
        if (written is not null)
        {
            Assert.Equal($$"""{"currentTime":"{{written}}"}""", Encoding.UTF8.GetString(action.WriteResponse(response!)));
        }
    }

    [Fact]
    public void What_is_null_is_not_written() =>
        Assert.Equal("""{"status":"Accepted"}""", Encoding.UTF8.GetString(
            GetCompositeSchedule.Action.WriteResponse(new GetCompositeScheduleResponse(GetCompositeScheduleStatus.Accepted))));

    private static T Read<T>(string action, string json)
        where T : class
    {
        var fault = Ocpp16.Find(action)!.ReadRequest(Encoding.UTF8.GetBytes(json), out var message);
        Assert.True(fault is null, fault?.Description);
        return Assert.IsType<T>(message);
    }
}
