using System.Collections.Immutable;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 with its security extension: every action there is.</summary>
public static class Ocpp16
{
    public static ImmutableArray<OcppAction> Actions { get; } =
    [
        Authorize.Action, BootNotification.Action, ChangeAvailability.Action, ChangeConfiguration.Action, ClearCache.Action,
        DataTransfer.Action, GetConfiguration.Action, Heartbeat.Action, MeterValues.Action, RemoteStartTransaction.Action,
        RemoteStopTransaction.Action, Reset.Action, StartTransaction.Action, StatusNotification.Action, StopTransaction.Action,
        UnlockConnector.Action,
        DiagnosticsStatusNotification.Action, FirmwareStatusNotification.Action, GetDiagnostics.Action, UpdateFirmware.Action,
        GetLocalListVersion.Action, SendLocalList.Action,
        CancelReservation.Action, ReserveNow.Action,
        ClearChargingProfile.Action, GetCompositeSchedule.Action, SetChargingProfile.Action,
        TriggerMessage.Action,
        CertificateSigned.Action, DeleteCertificate.Action, ExtendedTriggerMessage.Action, GetInstalledCertificateIds.Action,
        GetLog.Action, InstallCertificate.Action, LogStatusNotification.Action, SecurityEventNotification.Action, SignCertificate.Action,
        SignedFirmwareStatusNotification.Action, SignedUpdateFirmware.Action,
    ];

    public static OcppDialect Dialect { get; } = new("ocpp1.6", Actions, OcppErrorCodes.Spelling);

    public static OcppAction? Find(string name) => Dialect.Find(name);

    /// <summary>Feature profiles as SupportedFeatureProfiles spells them, OCPP 1.6 §9.1.29; Security is ours, the paper names none.</summary>
    public static class Profiles
    {
        public const string Core = "Core";
        public const string FirmwareManagement = "FirmwareManagement";
        public const string LocalAuthListManagement = "LocalAuthListManagement";
        public const string Reservation = "Reservation";
        public const string SmartCharging = "SmartCharging";
        public const string RemoteTrigger = "RemoteTrigger";
        public const string Security = "Security";
    }
}
