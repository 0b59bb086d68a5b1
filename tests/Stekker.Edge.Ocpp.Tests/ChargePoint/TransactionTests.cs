using System.Globalization;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

public class TransactionTests
{
    [Fact]
    public async Task Plug_card_charge_unplug_is_told_from_beginning_to_end()
    {
        await using var bench = await ChargePointBench.OnlineAsync(new() { MeterStartWh = 1000 });
        var central = bench.CentralSystem;
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        await central.ExpectStatusAsync(ChargePointStatus.Preparing);
        await bench.ChargePoint.PresentCardAsync(1, "CARD").OrFail();
        Assert.Equal("CARD", (await central.ExpectAsync<AuthorizeRequest>()).IdTag);
        var start = await central.ExpectAsync<StartTransactionRequest>();
        Assert.Equal((1, "CARD", 1000), (start.ConnectorId, start.IdTag, start.MeterStart));

        await bench.ChargePoint.Transactions.WhenEmpty().OrFail();
        for (var minute = 0; minute < 30; minute++)
        {
            // One reading at a time: time must not run on while an answer is under way.
            bench.Time.Advance(TimeSpan.FromMinutes(1));
            await bench.ChargePoint.Transactions.WhenEmpty().OrFail();
        }
        var sample = await central.ExpectAsync<MeterValuesRequest>(request => Energy(request) == 1000 + 184);
        Assert.Equal(101, sample.TransactionId);
        // 16 A on three phases of 230 V for half an hour: 11.04 kW, 5.52 kWh.
        var last = await central.ExpectAsync<MeterValuesRequest>(request => Energy(request) == 1000 + 5520);
        Assert.Equal(["16", "16", "16"], last.MeterValue[0].SampledValue.Where(value => value.Measurand == Measurand.CurrentImport).Select(value => value.Value));
        Assert.Equal("11040", last.MeterValue[0].SampledValue.Single(value => value.Measurand == Measurand.PowerActiveImport).Value);

        bench.ChargePoint.Unplug(1);
        var stop = await central.ExpectAsync<StopTransactionRequest>();
        Assert.Equal((101, 6520, Reason.EVDisconnected), (stop.TransactionId, stop.MeterStop, stop.Reason));
        Assert.Equal(ChargePointStatus.Available, bench.Connector.Status);
    }

    [Fact]
    public async Task A_card_before_the_plug_waits_for_it_and_not_for_ever()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        await bench.ChargePoint.PresentCardAsync(1, "CARD").OrFail();
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Preparing);
        bench.Time.Advance(TimeSpan.FromSeconds(60));
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Available);

        await bench.ChargePoint.PresentCardAsync(1, "CARD").OrFail();
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        Assert.Equal("CARD", (await bench.CentralSystem.ExpectAsync<StartTransactionRequest>()).IdTag);
    }

    [Fact]
    public async Task The_card_that_began_it_ends_it_and_another_does_not()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        Assert.Equal(AuthorizationStatus.ConcurrentTx, await bench.ChargePoint.PresentCardAsync(1, "OTHER").OrFail());
        Assert.Equal(ChargePointStatus.Charging, bench.Connector.Status);
        await bench.ChargePoint.PresentCardAsync(1, "CARD").OrFail();
        var stop = await bench.CentralSystem.ExpectAsync<StopTransactionRequest>();
        Assert.Equal((Reason.Local, "CARD"), (stop.Reason, stop.IdTag));
        Assert.Equal(ChargePointStatus.Finishing, bench.Connector.Status);
    }

    [Fact]
    public async Task A_card_the_central_system_does_not_know_starts_nothing()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        bench.CentralSystem.Override = request => request is AuthorizeRequest
            ? OcppAnswer.Of(new AuthorizeResponse(new IdTagInfo(AuthorizationStatus.Invalid))) : null;
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        Assert.Equal(AuthorizationStatus.Invalid, await bench.ChargePoint.PresentCardAsync(1, "CARD").OrFail());
        Assert.Equal(ChargePointStatus.Preparing, bench.Connector.Status);
    }

    [Fact]
    public async Task A_card_found_invalid_by_the_start_s_answer_ends_the_transaction()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        bench.CentralSystem.Override = request => request is StartTransactionRequest
            ? OcppAnswer.Of(new StartTransactionResponse(new IdTagInfo(AuthorizationStatus.Blocked), 5)) : null;
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        await bench.ChargePoint.PresentCardAsync(1, "CARD").OrFail();
        var stop = await bench.CentralSystem.ExpectAsync<StopTransactionRequest>();
        Assert.Equal((5, Reason.DeAuthorized), (stop.TransactionId, stop.Reason));
    }

    [Fact]
    public async Task A_remote_start_and_stop_work_without_a_card()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        var started = await bench.CentralSystem.CallAsync(RemoteStartTransaction.Action, new RemoteStartTransactionRequest(
            "REMOTE", 1, ChargePointBench.Profile(ChargingProfilePurposeType.TxProfile, ChargingRateUnitType.A, (0, 8))));
        Assert.Equal(RemoteStartStopStatus.Accepted, started.Status);
        Assert.Equal("REMOTE", (await bench.CentralSystem.ExpectAsync<StartTransactionRequest>()).IdTag);
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Charging);
        Assert.Equal(8, bench.Connector.OfferedA);

        await bench.ChargePoint.Transactions.WhenEmpty().OrFail();
        var unknown = await bench.CentralSystem.CallAsync(RemoteStopTransaction.Action, new RemoteStopTransactionRequest(999));
        Assert.Equal(RemoteStartStopStatus.Rejected, unknown.Status);
        var stopped = await bench.CentralSystem.CallAsync(RemoteStopTransaction.Action, new RemoteStopTransactionRequest(101));
        Assert.Equal(RemoteStartStopStatus.Accepted, stopped.Status);
        Assert.Equal(Reason.Remote, (await bench.CentralSystem.ExpectAsync<StopTransactionRequest>()).Reason);
    }

    [Fact]
    public async Task A_remote_stop_that_comes_with_the_answer_to_the_start_finds_its_transaction()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        Task<RemoteStopTransactionResponse>? stopping = null;
        bench.CentralSystem.Override = request =>
        {
            stopping ??= request is StartTransactionRequest ? bench.CentralSystem.CallAsync(RemoteStopTransaction.Action, new RemoteStopTransactionRequest(101)) : null;
            return null;
        };
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        await bench.ChargePoint.PresentCardAsync(1, "CARD").OrFail();
        Assert.Equal(Reason.Remote, (await bench.CentralSystem.ExpectAsync<StopTransactionRequest>()).Reason);
        Assert.Equal(RemoteStartStopStatus.Accepted, (await stopping!).Status);
    }

    [Fact]
    public async Task A_car_that_takes_nothing_is_SuspendedEV_and_a_fault_interrupts()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        bench.ChargePoint.SetDemand(1, PhasePower.None);
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.SuspendedEV);
        bench.ChargePoint.SetDemand(1, PhasePower.Of(1, 10));
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Charging);
        Assert.Equal(new PhasePower(2300, 0, 0), bench.Connector.Power);
        bench.ChargePoint.SetError(1, ChargePointErrorCode.GroundFailure);
        Assert.Equal(ChargePointErrorCode.GroundFailure, (await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Faulted)).ErrorCode);
        Assert.Equal(PhasePower.None, bench.Connector.Power);
        bench.ChargePoint.SetError(1, ChargePointErrorCode.NoError);
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Charging);
    }

    [Fact]
    public async Task Off_line_it_charges_on_and_tells_everything_in_order_afterwards()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        var central = bench.CentralSystem;
        central.IsUnreachable = true;
        central.CutLine();
        await bench.Time.TimerDueIn(TimeSpan.FromSeconds(60)).OrFail();
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        bench.ChargePoint.Unplug(1);
        central.Drain();
        central.IsUnreachable = false;
        await ReconnectAsync(bench);

        List<IOcppMessage> told = [];
        while (told.Count == 0 || told[^1] is not StopTransactionRequest)
        {
            told.Add(await central.ExpectAsync<IOcppMessage>(request => request is MeterValuesRequest or StopTransactionRequest or StartTransactionRequest));
        }
        Assert.Equal([184, 368, 552], told.OfType<MeterValuesRequest>().Select(Energy));
        Assert.All(told.OfType<MeterValuesRequest>(), request => Assert.Equal(101, request.TransactionId));
        Assert.Equal((101, 552), (((StopTransactionRequest)told[^1]).TransactionId, ((StopTransactionRequest)told[^1]).MeterStop));
        Assert.DoesNotContain(told, request => request is StartTransactionRequest);
    }

    [Fact]
    public async Task A_start_that_was_never_answered_is_sent_again_and_its_number_used_for_what_followed()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        var central = bench.CentralSystem;
        central.Override = request =>
        {
            if (request is StartTransactionRequest)
            {
                central.IsUnreachable = true;
                central.CutLine();
            }
            return null;
        };
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        await bench.ChargePoint.PresentCardAsync(1, "CARD").OrFail();
        var lost = await central.ExpectAsync<StartTransactionRequest>();
        await bench.Time.TimerDueIn(TimeSpan.FromSeconds(60)).OrFail();
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        bench.ChargePoint.Unplug(1);
        central.Override = _ => null;
        central.IsUnreachable = false;
        await ReconnectAsync(bench);

        Assert.Equal(lost, await central.ExpectAsync<StartTransactionRequest>());
        Assert.Equal(102, (await central.ExpectAsync<MeterValuesRequest>()).TransactionId);
        Assert.Equal(102, (await central.ExpectAsync<StopTransactionRequest>()).TransactionId);
    }

    [Fact]
    public async Task Off_line_only_a_card_of_the_local_list_is_accepted()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        var central = bench.CentralSystem;
        await central.CallAsync(SendLocalList.Action, new SendLocalListRequest(
            1, UpdateType.Full, [new AuthorizationData("MINE", new IdTagInfo(AuthorizationStatus.Accepted))]));
        central.IsUnreachable = true;
        central.CutLine();
        await bench.Time.NextTimer().OrFail();
        bench.ChargePoint.PlugIn(1, ChargePointBench.Car16A3);
        Assert.Equal(AuthorizationStatus.Invalid, await bench.ChargePoint.PresentCardAsync(1, "STRANGER").OrFail());
        Assert.Equal(AuthorizationStatus.Accepted, await bench.ChargePoint.PresentCardAsync(1, "MINE").OrFail());
        central.IsUnreachable = false;
        await ReconnectAsync(bench);
        Assert.Equal("MINE", (await central.ExpectAsync<StartTransactionRequest>()).IdTag);
    }

    /// <summary>Moves time until the charge point has dialled again; how long its back-off takes is its own affair.</summary>
    private static async Task ReconnectAsync(ChargePointBench bench)
    {
        var before = bench.CentralSystem.Connections;
        while (bench.CentralSystem.Connections == before)
        {
            await bench.Time.NextTimer().OrFail();
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await bench.CentralSystem.ExpectAsync<BootNotificationRequest>();
    }

    private static int Energy(MeterValuesRequest request) => int.Parse(
        request.MeterValue[0].SampledValue.First(value => value.Measurand == Measurand.EnergyActiveImportRegister).Value, CultureInfo.InvariantCulture);
}
