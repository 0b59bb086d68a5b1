using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

public class BootAndHeartbeatTests
{
    [Fact]
    public async Task After_an_accepted_boot_every_connector_tells_its_state()
    {
        await using var bench = new ChargePointBench(new() { Connectors = 2, Vendor = "Acme", SerialNumber = "7" });
        var boot = await bench.CentralSystem.ExpectAsync<BootNotificationRequest>();
        Assert.Equal(("Acme", "7"), (boot.ChargePointVendor, boot.ChargePointSerialNumber));
        for (var connector = 0; connector <= 2; connector++)
        {
            Assert.Equal(connector, (await bench.CentralSystem.ExpectAsync<StatusNotificationRequest>()).ConnectorId);
        }
        Assert.True(bench.ChargePoint.IsOnline);
    }

    [Fact]
    public async Task Pending_it_sends_nothing_but_boots_again_after_the_interval()
    {
        var status = RegistrationStatus.Pending;
        FakeCentralSystem? central = null;
        await using var bench = new ChargePointBench(prepare: fake =>
        {
            central = fake;
            fake.Override = request => request is BootNotificationRequest
                ? OcppAnswer.Of(new BootNotificationResponse(status, DateTimeOffset.UnixEpoch, 45)) : null;
        });
        await central!.ExpectAsync<BootNotificationRequest>();
        await bench.Time.TimerDueIn(TimeSpan.FromSeconds(45)).OrFail();
        Assert.Empty(central.Drain());
        Assert.False(bench.ChargePoint.IsOnline);

        status = RegistrationStatus.Accepted;
        bench.Time.Advance(TimeSpan.FromSeconds(45));
        await central.ExpectAsync<BootNotificationRequest>();
        await central.ExpectStatusAsync(ChargePointStatus.Available);
        Assert.Equal("45", bench.ChargePoint.Configuration["HeartbeatInterval"]);
    }

    [Fact]
    public async Task Pending_it_answers_and_boots_at_once_when_triggered()
    {
        var status = RegistrationStatus.Pending;
        await using var bench = new ChargePointBench(prepare: fake => fake.Override = request => request is BootNotificationRequest
            ? OcppAnswer.Of(new BootNotificationResponse(status, DateTimeOffset.UnixEpoch, 3600)) : null);
        await bench.CentralSystem.ExpectAsync<BootNotificationRequest>();
        await bench.Time.TimerDueIn(TimeSpan.FromHours(1)).OrFail();
        status = RegistrationStatus.Accepted;
        await bench.CentralSystem.CallAsync(TriggerMessage.Action, new TriggerMessageRequest(MessageTrigger.BootNotification));
        await bench.CentralSystem.ExpectAsync<BootNotificationRequest>();
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Available);
    }

    [Fact]
    public async Task A_refused_boot_is_tried_again()
    {
        var refuses = true;
        await using var bench = new ChargePointBench(prepare: fake => fake.Override = request =>
            request is BootNotificationRequest && refuses ? FakeCentralSystem.Refusal : null);
        await bench.CentralSystem.ExpectAsync<BootNotificationRequest>();
        await bench.Time.TimerDueIn(TimeSpan.FromSeconds(30)).OrFail();
        refuses = false;
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Available);
    }

    [Fact]
    public async Task Heartbeats_come_at_the_interval_the_boot_answer_gave_and_at_the_one_configured_later()
    {
        await using var bench = await ChargePointBench.OnlineAsync();
        await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(300)).OrFail();
        await bench.CentralSystem.ExpectAsync<HeartbeatRequest>();
        await bench.CentralSystem.CallAsync(ChangeConfiguration.Action, new ChangeConfigurationRequest("HeartbeatInterval", "20"));
        await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(20)).OrFail();
        await bench.CentralSystem.ExpectAsync<HeartbeatRequest>();
    }

    [Fact]
    public async Task Unreachable_it_tries_again_with_growing_waits_that_the_seed_repeats()
    {
        static async Task<List<double>> WaitsAsync()
        {
            var time = new VirtualTime();
            var central = new FakeCentralSystem(time) { IsUnreachable = true };
            using var stop = new CancellationTokenSource();
            using var chargePoint = new Ocpp.ChargePoint.ScriptedChargePoint(central, new() { Seed = 5 }, time);
            var running = chargePoint.RunAsync(stop.Token);
            List<double> waits = [];
            for (var i = 0; i < 5; i++)
            {
                var wait = await time.NextTimer().OrFail();
                waits.Add(wait.TotalMilliseconds);
                time.Advance(wait);
            }
            await stop.CancelAsync();
            await running.OrFail();
            return waits;
        }

        var waits = await WaitsAsync();
        Assert.Equal(waits, await WaitsAsync());
        Assert.All(waits.Zip([1000, 2000, 4000, 8000, 16000]), pair => Assert.InRange(pair.First, pair.Second, pair.Second * 1.25));
    }
}
