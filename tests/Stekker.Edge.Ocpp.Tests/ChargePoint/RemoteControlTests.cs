using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

public class RemoteControlTests
{
    [Fact]
    public async Task A_soft_reset_ends_the_transaction_first_and_boots_anew()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        Assert.Equal(ResetStatus.Accepted, (await bench.CentralSystem.CallAsync(Reset.Action, new ResetRequest(ResetType.Soft))).Status);
        Assert.Equal(Reason.SoftReset, (await bench.CentralSystem.ExpectAsync<StopTransactionRequest>()).Reason);
        await bench.CentralSystem.ExpectAsync<BootNotificationRequest>();
        Assert.Equal(2, bench.CentralSystem.Connections);
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Finishing);
    }

    [Fact]
    public async Task Configuration_is_read_changed_and_refused_as_the_specification_says()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        async Task<ConfigurationStatus> Change(string key, string value) =>
            (await bench.CentralSystem.CallAsync(ChangeConfiguration.Action, new ChangeConfigurationRequest(key, value))).Status;
        Assert.Equal(ConfigurationStatus.Accepted, await Change("meterValueSampleInterval", "15"));
        Assert.Equal(ConfigurationStatus.Rejected, await Change("MeterValueSampleInterval", "-1"));
        Assert.Equal(ConfigurationStatus.Rejected, await Change("MeterValuesSampledData", "Energy.Active.Import.Register,RPM"));
        Assert.Equal(ConfigurationStatus.Rejected, await Change("NumberOfConnectors", "5"));
        Assert.Equal(ConfigurationStatus.RebootRequired, await Change("WebSocketPingInterval", "10"));
        Assert.Equal(ConfigurationStatus.NotSupported, await Change("Colour", "green"));
        Assert.Equal(ConfigurationStatus.Accepted, await Change("AuthorizationKey", "secret"));

        var some = await bench.CentralSystem.CallAsync(GetConfiguration.Action, new GetConfigurationRequest(["MeterValueSampleInterval", "Colour", "AuthorizationKey"]));
        Assert.Equal([("MeterValueSampleInterval", "15"), ("AuthorizationKey", null)], some.ConfigurationKey!.Value.Select(key => (key.Key, key.Value)));
        Assert.Equal("Colour", Assert.Single(some.UnknownKey!.Value));
        var all = await bench.CentralSystem.CallAsync(GetConfiguration.Action, new GetConfigurationRequest());
        Assert.True(all.ConfigurationKey!.Value.Length > 25);
        Assert.Null(all.UnknownKey);
    }

    [Fact]
    public async Task The_local_list_keeps_its_version_and_takes_all_or_nothing()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        var card = new AuthorizationData("A", new IdTagInfo(AuthorizationStatus.Accepted));
        async Task<UpdateStatus> Send(int version, UpdateType type, params AuthorizationData[] cards) =>
            (await bench.CentralSystem.CallAsync(SendLocalList.Action, new SendLocalListRequest(version, type, [.. cards]))).Status;
        async Task<int> Version() => (await bench.CentralSystem.CallAsync(GetLocalListVersion.Action, new GetLocalListVersionRequest())).ListVersion;
        Assert.Equal(0, await Version());
        Assert.Equal(UpdateStatus.Accepted, await Send(3, UpdateType.Full, card));
        Assert.Equal(UpdateStatus.VersionMismatch, await Send(3, UpdateType.Differential, card));
        Assert.Equal(UpdateStatus.Failed, await Send(4, UpdateType.Full, new AuthorizationData("B")));
        Assert.Equal(3, await Version());
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        await bench.ChargePoint.PresentCardAsync(1, "A").OrFail();
        Assert.DoesNotContain(bench.CentralSystem.Drain(), request => request is AuthorizeRequest);
        Assert.Equal(UpdateStatus.Accepted, await Send(4, UpdateType.Differential, new AuthorizationData("A")));
        Assert.Equal(4, await Version());
    }

    [Fact]
    public async Task A_reserved_connector_is_for_its_card_until_it_expires_or_is_cancelled()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        async Task<ReservationStatus> Reserve(int connector, int id) => (await bench.CentralSystem.CallAsync(
            ReserveNow.Action, new ReserveNowRequest(connector, bench.Time.GetUtcNow().AddMinutes(10), "MINE", id))).Status;
        Assert.Equal(ReservationStatus.Rejected, await Reserve(0, 1));
        Assert.Equal(ReservationStatus.Accepted, await Reserve(1, 1));
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Reserved);
        Assert.Equal(ReservationStatus.Occupied, await Reserve(1, 2));
        Assert.Equal(AuthorizationStatus.Blocked, await bench.ChargePoint.PresentCardAsync(1, "OTHER").OrFail());
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Available);

        Assert.Equal(ReservationStatus.Accepted, await Reserve(1, 2));
        Assert.Equal(CancelReservationStatus.Rejected, (await bench.CentralSystem.CallAsync(CancelReservation.Action, new CancelReservationRequest(1))).Status);
        Assert.Equal(CancelReservationStatus.Accepted, (await bench.CentralSystem.CallAsync(CancelReservation.Action, new CancelReservationRequest(2))).Status);

        Assert.Equal(ReservationStatus.Accepted, await Reserve(1, 3));
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        await bench.ChargePoint.PresentCardAsync(1, "MINE").OrFail();
        Assert.Equal(3, (await bench.CentralSystem.ExpectAsync<StartTransactionRequest>()).ReservationId);
    }

    [Fact]
    public async Task Availability_waits_for_the_transaction_to_end()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        async Task<AvailabilityStatus> Change(AvailabilityType type, int connector = 1) =>
            (await bench.CentralSystem.CallAsync(ChangeAvailability.Action, new ChangeAvailabilityRequest(connector, type))).Status;
        Assert.Equal(AvailabilityStatus.Scheduled, await Change(AvailabilityType.Inoperative));
        Assert.Equal(ChargePointStatus.Charging, bench.Connector.Status);
        bench.ChargePoint.Unplug(1);
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Unavailable);
        Assert.Equal(AvailabilityStatus.Accepted, await Change(AvailabilityType.Operative, 0));
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Available);
        Assert.Equal(AvailabilityStatus.Rejected, await Change(AvailabilityType.Operative, 7));
    }

    [Fact]
    public async Task Unlocking_ends_the_transaction_first()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        Assert.Equal(UnlockStatus.Unlocked, (await bench.CentralSystem.CallAsync(UnlockConnector.Action, new UnlockConnectorRequest(1))).Status);
        Assert.Equal(Reason.UnlockCommand, (await bench.CentralSystem.ExpectAsync<StopTransactionRequest>()).Reason);
        Assert.Equal(UnlockStatus.NotSupported, (await bench.CentralSystem.CallAsync(UnlockConnector.Action, new UnlockConnectorRequest(2))).Status);
    }

    [Fact]
    public async Task Triggered_messages_come_after_the_answer()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        async Task Trigger(MessageTrigger message) => Assert.Equal(
            TriggerMessageStatus.Accepted, (await bench.CentralSystem.CallAsync(TriggerMessage.Action, new TriggerMessageRequest(message))).Status);
        await Trigger(MessageTrigger.Heartbeat);
        await bench.CentralSystem.ExpectAsync<HeartbeatRequest>();
        await Trigger(MessageTrigger.StatusNotification);
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Available);
        await Trigger(MessageTrigger.MeterValues);
        var values = await bench.CentralSystem.ExpectAsync<MeterValuesRequest>();
        Assert.Null(values.TransactionId);
        Assert.Equal(ReadingContext.Trigger, values.MeterValue[0].SampledValue[0].Context);
        await Trigger(MessageTrigger.BootNotification);
        await bench.CentralSystem.ExpectAsync<BootNotificationRequest>();
        await Trigger(MessageTrigger.DiagnosticsStatusNotification);
        Assert.Equal(DiagnosticsStatus.Idle, (await bench.CentralSystem.ExpectAsync<DiagnosticsStatusNotificationRequest>()).Status);
        await Trigger(MessageTrigger.FirmwareStatusNotification);
        Assert.Equal(FirmwareStatus.Idle, (await bench.CentralSystem.ExpectAsync<FirmwareStatusNotificationRequest>()).Status);
        var extended = await bench.CentralSystem.CallAsync(
            ExtendedTriggerMessage.Action, new ExtendedTriggerMessageRequest(MessageTriggerEnumType.SignChargePointCertificate));
        Assert.Equal(TriggerMessageStatusEnumType.NotImplemented, extended.Status);
    }

    [Fact]
    public async Task Diagnostics_logs_and_firmware_tell_their_progress()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        var central = bench.CentralSystem;
        Assert.NotNull((await central.CallAsync(GetDiagnostics.Action, new GetDiagnosticsRequest("ftp://host/"))).FileName);
        Assert.Equal(DiagnosticsStatus.Uploading, (await central.ExpectAsync<DiagnosticsStatusNotificationRequest>()).Status);
        Assert.Equal(DiagnosticsStatus.Uploaded, (await central.ExpectAsync<DiagnosticsStatusNotificationRequest>()).Status);
        await central.CallAsync(GetLog.Action, new GetLogRequest(new LogParameters("ftp://host/"), LogEnumType.SecurityLog, 9));
        Assert.Equal(9, (await central.ExpectAsync<LogStatusNotificationRequest>(log => log.Status == UploadLogStatusEnumType.Uploaded)).RequestId);
        await central.CallAsync(UpdateFirmware.Action, new UpdateFirmwareRequest("ftp://host/fw", bench.Time.GetUtcNow().AddHours(2)));
        await bench.Time.TimerDueIn(TimeSpan.FromSeconds(300)).OrFail();
        bench.Time.Advance(TimeSpan.FromHours(2));
        foreach (var step in new[] { FirmwareStatus.Downloading, FirmwareStatus.Downloaded, FirmwareStatus.Installing, FirmwareStatus.Installed })
        {
            Assert.Equal(step, (await central.ExpectAsync<FirmwareStatusNotificationRequest>()).Status);
        }
    }

    [Fact]
    public async Task What_it_does_not_know_it_says_so()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        Assert.Equal(DataTransferStatus.UnknownVendorId, (await bench.CentralSystem.CallAsync(DataTransfer.Action, new DataTransferRequest("X"))).Status);
        Assert.Equal(ClearCacheStatus.Accepted, (await bench.CentralSystem.CallAsync(ClearCache.Action, new ClearCacheRequest())).Status);
        var outcome = await bench.CentralSystem.Peer!.CallAsync(CertificateSigned.Action, new CertificateSignedRequest("PEM")).OrFail();
        Assert.Equal(OcppErrorCode.NotSupported.Spelling(), Assert.IsType<CallOutcome.Refused>(outcome).Code);
    }

    [Fact]
    public async Task Clock_aligned_readings_come_at_whole_multiples_of_the_interval()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(70));
        await bench.CentralSystem.CallAsync(ChangeConfiguration.Action, new ChangeConfigurationRequest("ClockAlignedDataInterval", "900"));
        bench.Time.Advance(TimeSpan.FromSeconds(830));
        var reading = (await bench.CentralSystem.ExpectAsync<MeterValuesRequest>()).MeterValue[0];
        Assert.Equal((ReadingContext.SampleClock, 15), (reading.SampledValue[0].Context, reading.Timestamp.Minute));
    }
}
