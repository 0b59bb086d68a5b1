namespace Stekker.Edge.Ocpp.Tests.V16;

/// <summary>
/// The field tables of OCPP 1.6 §6 and §7 and of Improved security for OCPP 1.6-J §5 and §6, copied by hand from the papers and not from
/// our code: the schemas are held against them. A ! marks a required field; a number is a text of that length; a list in [ ], and [ ]+ needs
/// one item at least; a name with a capital is a type or an enumeration below.
/// </summary>
internal static class Specification
{
    public const string Messages = """
        Authorize.req = idTag! IdToken
        Authorize.conf = idTagInfo! IdTagInfo
        BootNotification.req = chargeBoxSerialNumber 25, chargePointModel! 20, chargePointSerialNumber 25, chargePointVendor! 20, firmwareVersion 50, iccid 20, imsi 20, meterSerialNumber 25, meterType 25
        BootNotification.conf = currentTime! time, interval! int, status! RegistrationStatus
        CancelReservation.req = reservationId! int
        CancelReservation.conf = status! AcceptedRejected
        ChangeAvailability.req = connectorId! int, type! AvailabilityType
        ChangeAvailability.conf = status! AvailabilityStatus
        ChangeConfiguration.req = key! 50, value! 500
        ChangeConfiguration.conf = status! ConfigurationStatus
        ClearCache.req =
        ClearCache.conf = status! AcceptedRejected
        ClearChargingProfile.req = id int, connectorId int, chargingProfilePurpose ChargingProfilePurposeType, stackLevel int
        ClearChargingProfile.conf = status! ClearChargingProfileStatus
        DataTransfer.req = vendorId! 255, messageId 50, data text
        DataTransfer.conf = status! DataTransferStatus, data text
        DiagnosticsStatusNotification.req = status! DiagnosticsStatus
        DiagnosticsStatusNotification.conf =
        FirmwareStatusNotification.req = status! FirmwareStatus
        FirmwareStatusNotification.conf =
        GetCompositeSchedule.req = connectorId! int, duration! int, chargingRateUnit ChargingRateUnitType
        GetCompositeSchedule.conf = status! AcceptedRejected, connectorId int, scheduleStart time, chargingSchedule ChargingSchedule
        GetConfiguration.req = key [50]
        GetConfiguration.conf = configurationKey [KeyValue], unknownKey [50]
        GetDiagnostics.req = location! uri, retries int, retryInterval int, startTime time, stopTime time
        GetDiagnostics.conf = fileName 255
        GetLocalListVersion.req =
        GetLocalListVersion.conf = listVersion! int
        Heartbeat.req =
        Heartbeat.conf = currentTime! time
        MeterValues.req = connectorId! int, transactionId int, meterValue! [MeterValue]+
        MeterValues.conf =
        RemoteStartTransaction.req = connectorId int, idTag! IdToken, chargingProfile ChargingProfile
        RemoteStartTransaction.conf = status! AcceptedRejected
        RemoteStopTransaction.req = transactionId! int
        RemoteStopTransaction.conf = status! AcceptedRejected
        ReserveNow.req = connectorId! int, expiryDate! time, idTag! IdToken, parentIdTag IdToken, reservationId! int
        ReserveNow.conf = status! ReservationStatus
        Reset.req = type! ResetType
        Reset.conf = status! AcceptedRejected
        SendLocalList.req = listVersion! int, localAuthorizationList [AuthorizationData], updateType! UpdateType
        SendLocalList.conf = status! UpdateStatus
        SetChargingProfile.req = connectorId! int, csChargingProfiles! ChargingProfile
        SetChargingProfile.conf = status! ChargingProfileStatus
        StartTransaction.req = connectorId! int, idTag! IdToken, meterStart! int, reservationId int, timestamp! time
        StartTransaction.conf = idTagInfo! IdTagInfo, transactionId! int
        StatusNotification.req = connectorId! int, errorCode! ChargePointErrorCode, info 50, status! ChargePointStatus, timestamp time, vendorId 255, vendorErrorCode 50
        StatusNotification.conf =
        StopTransaction.req = idTag IdToken, meterStop! int, timestamp! time, transactionId! int, reason Reason, transactionData [MeterValue]
        StopTransaction.conf = idTagInfo IdTagInfo
        TriggerMessage.req = requestedMessage! MessageTrigger, connectorId int
        TriggerMessage.conf = status! TriggerMessageStatus
        UnlockConnector.req = connectorId! int
        UnlockConnector.conf = status! UnlockStatus
        UpdateFirmware.req = location! uri, retries int, retrieveDate! time, retryInterval int
        UpdateFirmware.conf =
        CertificateSigned.req = certificateChain! 10000
        CertificateSigned.conf = status! AcceptedRejected
        DeleteCertificate.req = certificateHashData! CertificateHashData
        DeleteCertificate.conf = status! DeleteCertificateStatus
        ExtendedTriggerMessage.req = requestedMessage! ExtendedMessageTrigger, connectorId int
        ExtendedTriggerMessage.conf = status! TriggerMessageStatus
        GetInstalledCertificateIds.req = certificateType! CertificateUse
        GetInstalledCertificateIds.conf = status! GetInstalledCertificateStatus, certificateHashData [CertificateHashData]+
        GetLog.req = logType! LogType, requestId! int, retries int, retryInterval int, log! LogParameters
        GetLog.conf = status! LogStatus, filename 255
        InstallCertificate.req = certificateType! CertificateUse, certificate! 5500
        InstallCertificate.conf = status! InstallCertificateStatus
        LogStatusNotification.req = status! UploadLogStatus, requestId int
        LogStatusNotification.conf =
        SecurityEventNotification.req = type! 50, timestamp! time, techInfo 255
        SecurityEventNotification.conf =
        SignCertificate.req = csr! 5500
        SignCertificate.conf = status! AcceptedRejected
        SignedFirmwareStatusNotification.req = status! SignedFirmwareStatus, requestId int
        SignedFirmwareStatusNotification.conf =
        SignedUpdateFirmware.req = retries int, retryInterval int, requestId! int, firmware! Firmware
        SignedUpdateFirmware.conf = status! UpdateFirmwareStatus
        """;

    public const string Types = """
        IdTagInfo = expiryDate time, parentIdTag IdToken, status! AuthorizationStatus
        AuthorizationData = idTag! IdToken, idTagInfo IdTagInfo
        KeyValue = key! 50, readonly! bool, value 500
        ChargingProfile = chargingProfileId! int, transactionId int, stackLevel! int, chargingProfilePurpose! ChargingProfilePurposeType, chargingProfileKind! ChargingProfileKindType, recurrencyKind RecurrencyKindType, validFrom time, validTo time, chargingSchedule! ChargingSchedule
        ChargingSchedule = duration int, startSchedule time, chargingRateUnit! ChargingRateUnitType, chargingSchedulePeriod! [ChargingSchedulePeriod]+, minChargingRate tenths
        ChargingSchedulePeriod = startPeriod! int, limit! tenths, numberPhases int
        MeterValue = timestamp! time, sampledValue! [SampledValue]+
        SampledValue = value! sample, context ReadingContext, format ValueFormat, measurand Measurand, phase Phase, location Location, unit UnitOfMeasure
        CertificateHashData = hashAlgorithm! HashAlgorithm, issuerNameHash! 128, issuerKeyHash! 128, serialNumber! 40
        LogParameters = remoteLocation! 512, oldestTimestamp time, latestTimestamp time
        Firmware = location! 512, retrieveDateTime! time, installDateTime time, signingCertificate! 5500, signature! 800
        """;

    public const string Enumerations = """
        AcceptedRejected = Accepted Rejected
        RegistrationStatus = Accepted Pending Rejected
        AvailabilityType = Inoperative Operative
        AvailabilityStatus = Accepted Rejected Scheduled
        ConfigurationStatus = Accepted Rejected RebootRequired NotSupported
        ChargingProfilePurposeType = ChargePointMaxProfile TxDefaultProfile TxProfile
        ClearChargingProfileStatus = Accepted Unknown
        DataTransferStatus = Accepted Rejected UnknownMessageId UnknownVendorId
        DiagnosticsStatus = Idle Uploaded UploadFailed Uploading
        FirmwareStatus = Downloaded DownloadFailed Downloading Idle InstallationFailed Installing Installed
        ChargingRateUnitType = A W
        ReservationStatus = Accepted Faulted Occupied Rejected Unavailable
        ResetType = Hard Soft
        UpdateType = Differential Full
        UpdateStatus = Accepted Failed NotSupported VersionMismatch
        ChargingProfileStatus = Accepted Rejected NotSupported
        ChargePointErrorCode = ConnectorLockFailure EVCommunicationError GroundFailure HighTemperature InternalError LocalListConflict NoError OtherError OverCurrentFailure OverVoltage PowerMeterFailure PowerSwitchFailure ReaderFailure ResetFailure UnderVoltage WeakSignal
        ChargePointStatus = Available Preparing Charging SuspendedEVSE SuspendedEV Finishing Reserved Unavailable Faulted
        Reason = DeAuthorized EmergencyStop EVDisconnected HardReset Local Other PowerLoss Reboot Remote SoftReset UnlockCommand
        MessageTrigger = BootNotification DiagnosticsStatusNotification FirmwareStatusNotification Heartbeat MeterValues StatusNotification
        TriggerMessageStatus = Accepted Rejected NotImplemented
        UnlockStatus = Unlocked UnlockFailed NotSupported
        AuthorizationStatus = Accepted Blocked Expired Invalid ConcurrentTx
        ChargingProfileKindType = Absolute Recurring Relative
        RecurrencyKindType = Daily Weekly
        ReadingContext = Interruption.Begin Interruption.End Other Sample.Clock Sample.Periodic Transaction.Begin Transaction.End Trigger
        ValueFormat = Raw SignedData
        Measurand = Current.Export Current.Import Current.Offered Energy.Active.Export.Register Energy.Active.Import.Register Energy.Reactive.Export.Register Energy.Reactive.Import.Register Energy.Active.Export.Interval Energy.Active.Import.Interval Energy.Reactive.Export.Interval Energy.Reactive.Import.Interval Frequency Power.Active.Export Power.Active.Import Power.Factor Power.Offered Power.Reactive.Export Power.Reactive.Import RPM SoC Temperature Voltage
        Phase = L1 L2 L3 N L1-N L2-N L3-N L1-L2 L2-L3 L3-L1
        Location = Body Cable EV Inlet Outlet
        UnitOfMeasure = Wh kWh varh kvarh W kW VA kVA var kvar A V Celsius Celcius Fahrenheit K Percent
        DeleteCertificateStatus = Accepted Failed NotFound
        ExtendedMessageTrigger = BootNotification LogStatusNotification FirmwareStatusNotification Heartbeat MeterValues SignChargePointCertificate StatusNotification
        CertificateUse = CentralSystemRootCertificate ManufacturerRootCertificate
        GetInstalledCertificateStatus = Accepted NotFound
        LogType = DiagnosticsLog SecurityLog
        LogStatus = Accepted Rejected AcceptedCanceled
        InstallCertificateStatus = Accepted Failed Rejected
        UploadLogStatus = BadMessage Idle NotSupportedOperation PermissionDenied Uploaded UploadFailure Uploading
        SignedFirmwareStatus = Downloaded DownloadFailed Downloading DownloadScheduled DownloadPaused Idle InstallationFailed Installing Installed InstallRebooting InstallScheduled InstallVerificationFailed InvalidSignature SignatureVerified
        UpdateFirmwareStatus = Accepted Rejected AcceptedCanceled InvalidCertificate RevokedCertificate
        HashAlgorithm = SHA256 SHA384 SHA512
        """;

    public const string SentByChargePoint =
        "Authorize BootNotification DiagnosticsStatusNotification FirmwareStatusNotification Heartbeat MeterValues StartTransaction "
        + "StatusNotification StopTransaction LogStatusNotification SecurityEventNotification SignCertificate SignedFirmwareStatusNotification";

    public const string SentByBoth = "DataTransfer";
}
