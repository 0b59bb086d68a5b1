using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

/// <summary>A scripted charge point and its central system, in virtual time.</summary>
internal sealed class ChargePointBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public ChargePointBench(ChargePointSettings? settings = null, Action<FakeCentralSystem>? prepare = null)
    {
        CentralSystem = new FakeCentralSystem(Time);
        prepare?.Invoke(CentralSystem);
        // A call's time-out that no other timer shares: a test that waits for a timer is then sure which one it met.
        var built = settings ?? new ChargePointSettings();
        ChargePoint = new ScriptedChargePoint(CentralSystem, built with { Peer = built.Peer with { CallTimeout = TimeSpan.FromSeconds(33) } }, Time);
        _running = ChargePoint.RunAsync(_stop.Token);
    }

    public static PhasePower Car16A3 => PhasePower.Of(3, 16);

    public VirtualTime Time { get; } = new();

    public FakeCentralSystem CentralSystem { get; }

    public ScriptedChargePoint ChargePoint { get; }

    public ConnectorView Connector => ChargePoint.Connectors[0];

    public static async Task<ChargePointBench> OnlineAsync(ChargePointSettings? settings = null)
    {
        var bench = new ChargePointBench(settings);
        await bench.CentralSystem.ExpectAsync<BootNotificationRequest>();
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Available, bench.ChargePoint.Connectors.Length);
        return bench;
    }

    /// <summary>A car that charges at 16 A on three phases, its transaction known.</summary>
    public static async Task<ChargePointBench> ChargingAsync(ChargePointSettings? settings = null)
    {
        var bench = await OnlineAsync(settings);
        await bench.StartAsync();
        return bench;
    }

    public async Task StartAsync(int connectorId = 1)
    {
        ChargePoint.PlugIn(connectorId, Car16A3);
        Assert.Equal(AuthorizationStatus.Accepted, await ChargePoint.PresentCardAsync(connectorId, "CARD").OrFail());
        await CentralSystem.ExpectStatusAsync(ChargePointStatus.Charging, connectorId);
        await ChargePoint.Transactions.WhenEmpty().OrFail();
    }

    public Task<SetChargingProfileResponse> LimitAsync(ChargingProfile profile, int connectorId = 1) =>
        CentralSystem.CallAsync(SetChargingProfile.Action, new SetChargingProfileRequest(connectorId, profile));

    public static ChargingProfile Profile(
        ChargingProfilePurposeType purpose, ChargingRateUnitType unit, params (int Second, decimal Limit)[] periods) =>
        new(
            (int)purpose + 1, 0, purpose,
            purpose == ChargingProfilePurposeType.TxProfile ? ChargingProfileKindType.Relative : ChargingProfileKindType.Absolute,
            new ChargingSchedule(unit, [.. periods.Select(period => new ChargingSchedulePeriod(period.Second, period.Limit))]));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.OrFail();
        ChargePoint.Dispose();
        _stop.Dispose();
    }
}
