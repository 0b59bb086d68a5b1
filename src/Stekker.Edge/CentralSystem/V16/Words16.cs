using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem.V16;

/// <summary>OCPP 1.6's words beside ours.</summary>
internal static class Words16
{
    public static ConnectorStatus Status(ChargePointStatus status) => status switch
    {
        ChargePointStatus.Available => ConnectorStatus.Available,
        ChargePointStatus.Preparing => ConnectorStatus.Preparing,
        ChargePointStatus.Charging => ConnectorStatus.Charging,
        ChargePointStatus.SuspendedEV => ConnectorStatus.SuspendedByCar,
        ChargePointStatus.SuspendedEVSE => ConnectorStatus.SuspendedByCharger,
        ChargePointStatus.Finishing => ConnectorStatus.Finishing,
        ChargePointStatus.Reserved => ConnectorStatus.Reserved,
        ChargePointStatus.Unavailable => ConnectorStatus.Unavailable,
        _ => ConnectorStatus.Faulted,
    };

    /// <summary>Null where nothing is wrong.</summary>
    public static string? Fault(StatusNotificationRequest status)
    {
        if (status.ErrorCode == ChargePointErrorCode.NoError)
        {
            return null;
        }

        string[] parts = [$"{status.ErrorCode}", status.VendorErrorCode ?? "", status.Info ?? ""];
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }

    /// <summary>OCPP 1.6 §4.10: a stop without a reason is Local.</summary>
    public static StopReason StopReason(Reason? reason) => reason switch
    {
        null or Reason.Local => Core.Charging.StopReason.Local,
        Reason.Remote => Core.Charging.StopReason.Remote,
        Reason.EVDisconnected => Core.Charging.StopReason.CarUnplugged,
        Reason.DeAuthorized => Core.Charging.StopReason.Deauthorised,
        Reason.EmergencyStop => Core.Charging.StopReason.EmergencyStop,
        Reason.PowerLoss => Core.Charging.StopReason.PowerLoss,
        Reason.HardReset => Core.Charging.StopReason.HardReset,
        Reason.SoftReset => Core.Charging.StopReason.SoftReset,
        Reason.Reboot => Core.Charging.StopReason.Reboot,
        Reason.UnlockCommand => Core.Charging.StopReason.Unlocked,
        _ => Core.Charging.StopReason.Other,
    };

    public static RegistrationStatus Registration(Admission admission) => admission switch
    {
        Admission.Accepted => RegistrationStatus.Accepted,
        Admission.Pending => RegistrationStatus.Pending,
        _ => RegistrationStatus.Rejected,
    };

    public static string NotAdmitted(Admission admission) => admission == Admission.Pending
        ? "This charge point waits to be accepted by the site."
        : "This charge point is refused by the site.";

    /// <summary>A group that OCPP 1.6 has no room for stays ours: the answer without it is worth more than none.</summary>
    public static IdTagInfo IdTagInfo(Authorization authorization) =>
        new(Status(authorization.Verdict), authorization.Card?.Expires, authorization.Card?.Group is { Length: > 0 and <= IdToken.MaxLength } group ? group : null);

    public static AuthorizationStatus Status(CardVerdict verdict) => verdict switch
    {
        CardVerdict.Accepted => AuthorizationStatus.Accepted,
        CardVerdict.Deactivated => AuthorizationStatus.Blocked,
        CardVerdict.Expired => AuthorizationStatus.Expired,
        CardVerdict.InUseElsewhere => AuthorizationStatus.ConcurrentTx,
        _ => AuthorizationStatus.Invalid,
    };
}
