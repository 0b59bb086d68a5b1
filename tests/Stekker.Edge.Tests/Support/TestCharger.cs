using System.Collections.Concurrent;
using System.Collections.Immutable;
using Stekker.Edge.Ocpp;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Tests.Support;

/// <summary>A charger whose firmware the test writes: what it is set to, what it refuses, what it does not answer.</summary>
internal sealed class TestCharger : IOcppHandler
{
    /// <summary>One that has all we want, so that nothing is set.</summary>
    public static readonly ImmutableDictionary<string, string> WellSet = new Dictionary<string, string>
    {
        ["SupportedFeatureProfiles"] = "Core,SmartCharging,RemoteTrigger",
        ["MeterValueSampleInterval"] = "10",
        ["MeterValuesSampledData"] = "SoC,Voltage,Current.Import,Power.Active.Import,Energy.Active.Import.Register,Temperature",
        ["ClockAlignedDataInterval"] = "900",
        ["MeterValuesAlignedData"] = "Energy.Active.Import.Register",
        ["HeartbeatInterval"] = "300",
        ["StopTransactionOnInvalidId"] = "True",
        ["NumberOfConnectors"] = "1",
        ["ChargingScheduleAllowedChargingRateUnit"] = "Current",
    }.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);

    public TestCharger(IReadOnlyDictionary<string, string>? settings = null)
    {
        foreach ((string key, string value) in settings ?? WellSet)
        {
            Settings[key] = value;
        }
    }

    public ConcurrentDictionary<string, string> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> ReadOnly { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Requests it refuses with this CALLERROR.</summary>
    public Dictionary<string, OcppErrorCode> Errors { get; } = [];

    /// <summary>Requests it never answers.</summary>
    public Func<IOcppMessage, bool> Ignores { get; set; } = _ => false;

    public Func<ChangeConfigurationRequest, ConfigurationStatus> Change { get; set; } = _ => ConfigurationStatus.Accepted;

    public Func<SetChargingProfileRequest, ChargingProfileStatus> Profile { get; set; } = _ => ChargingProfileStatus.Accepted;

    public GetCompositeScheduleResponse Schedule { get; set; } = new(GetCompositeScheduleStatus.Rejected);

    public int ListVersion { get; set; }

    public SortedSet<string> Listed { get; } = new(StringComparer.Ordinal);

    /// <summary>All that was asked of it, in order.</summary>
    public Seen<IOcppMessage> Asked { get; } = new();

    /// <summary>ChangeConfiguration as "key=value".</summary>
    public IEnumerable<string> Changes => Asked.All.OfType<ChangeConfigurationRequest>().Select(c => $"{c.Key}={c.Value}");

    public Task<IOcppMessage> WasAsked<T>(Func<T, bool>? which = null, int after = 0)
        where T : IOcppMessage => Asked.First(m => m is T t && which?.Invoke(t) != false, after);

    /// <summary>What follows its commissioning.</summary>
    public Task IsCommissioned(int after = 0) => WasAsked<TriggerMessageRequest>(t => t.RequestedMessage == MessageTrigger.StatusNotification, after);

    public async ValueTask<OcppAnswer> HandleAsync(OcppAction action, IOcppMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        if (Ignores(request))
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        return Errors.TryGetValue(action.Name, out OcppErrorCode code) ? OcppAnswer.Error(code, "not here") : OcppAnswer.Of(Answer(request));
    }

    private IOcppMessage Answer(IOcppMessage request) => request switch
    {
        GetConfigurationRequest => new GetConfigurationResponse([.. Settings.Select(s => new KeyValue(s.Key, ReadOnly.Contains(s.Key), s.Value))]),
        ChangeConfigurationRequest change => new ChangeConfigurationResponse(Changed(change)),
        TriggerMessageRequest => new TriggerMessageResponse(TriggerMessageStatus.Accepted),
        GetLocalListVersionRequest => new GetLocalListVersionResponse(ListVersion),
        SendLocalListRequest list => new SendLocalListResponse(Updated(list)),
        SetChargingProfileRequest profile => new SetChargingProfileResponse(Profile(profile)),
        GetCompositeScheduleRequest => Schedule,
        RemoteStartTransactionRequest => new RemoteStartTransactionResponse(RemoteStartStopStatus.Accepted),
        RemoteStopTransactionRequest => new RemoteStopTransactionResponse(RemoteStartStopStatus.Accepted),
        _ => throw new NotSupportedException($"{request}"),
    };

    private ConfigurationStatus Changed(ChangeConfigurationRequest change)
    {
        ConfigurationStatus status = Change(change);
        if (status == ConfigurationStatus.Accepted)
        {
            Settings[change.Key] = change.Value;
        }

        return status;
    }

    /// <summary>OCPP 1.6 §5.15: a difference needs a higher version than the list has.</summary>
    private UpdateStatus Updated(SendLocalListRequest list)
    {
        if (list.UpdateType == UpdateType.Differential && list.ListVersion <= ListVersion)
        {
            return UpdateStatus.VersionMismatch;
        }

        if (list.UpdateType == UpdateType.Full)
        {
            Listed.Clear();
        }

        foreach (AuthorizationData entry in list.LocalAuthorizationList ?? [])
        {
            _ = entry.IdTagInfo is null ? Listed.Remove(entry.IdTag) : Listed.Add(entry.IdTag);
        }

        ListVersion = list.ListVersion;
        return UpdateStatus.Accepted;
    }
}

/// <summary>A <see cref="TestCharger"/> on the line.</summary>
internal sealed class LiveCharger : IDisposable
{
    private LiveCharger(ChargePointClient client)
    {
        Client = client;
        Closed = client.RunAsync(CancellationToken.None);
    }

    public ChargePointClient Client { get; }

    public Task<PeerClosed> Closed { get; }

    public static async Task<LiveCharger> ConnectAsync(Uri address, string id, TestCharger charger, string? password = null) =>
        new(new ChargePointClient(
            Assert.IsType<DialOutcome.Connected>(await new WebSocketDialer(address, id, password).DialAsync(CancellationToken.None).AsTask().OrFail()),
            charger));

    public async Task<RegistrationStatus> BootAsync()
    {
        CallOutcome outcome = await Client.BootNotificationAsync(new BootNotificationRequest("Stekker", "Test")).OrFail();
        Assert.True(outcome.TryGet(out BootNotificationResponse? boot), $"{outcome}");
        return boot.Status;
    }

    /// <summary>The answer, where there has to be one.</summary>
    public static async Task<T> Answer<T>(Task<CallOutcome> call)
        where T : class, IOcppMessage
    {
        CallOutcome outcome = await call.OrFail();
        Assert.True(outcome.TryGet(out T? response), $"{outcome}");
        return response;
    }

    public void Dispose()
    {
        Client.Peer.Abort("over");
        Client.Dispose();
    }
}
