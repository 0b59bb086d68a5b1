using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>SetChargingProfile, ClearChargingProfile, GetCompositeSchedule.</summary>
internal sealed class SmartChargingRequests(ChargePointBody body)
{
    internal OcppAnswer? Answer(IOcppMessage request) => request switch
    {
        SetChargingProfileRequest set => OcppAnswer.Of(new SetChargingProfileResponse(Set(set.ConnectorId, set.CsChargingProfiles))),
        ClearChargingProfileRequest clear => OcppAnswer.Of(new ClearChargingProfileResponse(Clear(clear))),
        GetCompositeScheduleRequest get => OcppAnswer.Of(Get(get)),
        _ => null,
    };

    /// <summary>OCPP 1.6 §5.16 and §3.13.1: which purpose may stand where.</summary>
    private ChargingProfileStatus Set(int connectorId, ChargingProfile profile)
    {
        var connector = body.Find(connectorId);
        var fits = profile.ChargingProfilePurpose switch
        {
            ChargingProfilePurposeType.ChargePointMaxProfile => connectorId == 0,
            ChargingProfilePurposeType.TxDefaultProfile => connectorId == 0 || connector is not null,
            _ => connector?.Transaction is { } transaction
                && (profile.TransactionId is null || profile.TransactionId == transaction.Queued.TransactionId),
        };
        if (!fits || !body.Settings.RateUnits.Contains(profile.ChargingSchedule.ChargingRateUnit) || !body.Profiles.TrySet(connectorId, profile, body.Now))
        {
            return ChargingProfileStatus.Rejected;
        }
        body.Settle();
        return ChargingProfileStatus.Accepted;
    }

    private ClearChargingProfileStatus Clear(ClearChargingProfileRequest filter)
    {
        if (!body.Profiles.Clear(filter))
        {
            return ClearChargingProfileStatus.Unknown;
        }
        body.Settle();
        return ClearChargingProfileStatus.Accepted;
    }

    private GetCompositeScheduleResponse Get(GetCompositeScheduleRequest request)
    {
        // For connector 0 this charge point would have to add up its connectors; it says so rather than guess.
        if (body.Find(request.ConnectorId) is not { } connector || request.Duration == 0)
        {
            return new GetCompositeScheduleResponse(GetCompositeScheduleStatus.Rejected);
        }
        var unit = request.ChargingRateUnit ?? body.Settings.RateUnits[0];
        var schedule = CompositeSchedule.Of(body, connector, TimeSpan.FromSeconds(request.Duration), unit);
        return new GetCompositeScheduleResponse(GetCompositeScheduleStatus.Accepted, connector.Id, schedule.StartSchedule, schedule);
    }
}
