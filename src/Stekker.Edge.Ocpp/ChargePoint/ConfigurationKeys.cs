using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>The configuration keys of OCPP 1.6 §9 with their values; names compare without case (they are CiStrings).</summary>
public sealed class ConfigurationKeys
{
    private readonly Dictionary<string, Key> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];

    internal ConfigurationKeys(ChargePointSettings settings)
    {
        Whole("HeartbeatInterval", 300);
        Whole("ConnectionTimeOut", 60);
        Whole("MeterValueSampleInterval", 60);
        Whole("ClockAlignedDataInterval", 0);
        Whole("TransactionMessageAttempts", 3);
        Whole("TransactionMessageRetryInterval", 10);
        Whole("WebSocketPingInterval", 30, needsReboot: true);
        Whole("ResetRetries", 1);
        Measurands("MeterValuesSampledData", "Energy.Active.Import.Register,Power.Active.Import,Current.Import");
        Measurands("MeterValuesAlignedData", "Energy.Active.Import.Register");
        Measurands("StopTxnSampledData", "");
        Measurands("StopTxnAlignedData", "");
        Flag("AuthorizeRemoteTxRequests", false);
        Flag("LocalAuthListEnabled", true);
        Flag("LocalAuthorizeOffline", true);
        Flag("LocalPreAuthorize", true);
        Flag("AllowOfflineTxForUnknownId", false);
        Flag("StopTransactionOnEVSideDisconnect", true);
        Flag("StopTransactionOnInvalidId", true);
        Flag("UnlockConnectorOnEVSideDisconnect", true);
        Any("ConnectorPhaseRotation", "NotApplicable");
        WriteOnly("AuthorizationKey");
        Fixed("GetConfigurationMaxKeys", "100");
        Fixed("NumberOfConnectors", Text(settings.Connectors));
        Fixed("SupportedFeatureProfiles", "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger");
        Fixed("LocalAuthListMaxLength", Text(LocalAuthorizationList.MaxLength));
        Fixed("SendLocalListMaxLength", Text(LocalAuthorizationList.MaxLength));
        Fixed("ReserveConnectorZeroSupported", "false");
        Fixed("ChargeProfileMaxStackLevel", Text(ChargingProfiles.MaxStackLevel));
        Fixed("ChargingScheduleAllowedChargingRateUnit", string.Join(',', settings.RateUnits.Select(unit =>
            unit == ChargingRateUnitType.A ? "Current" : "Power")));
        Fixed("ChargingScheduleMaxPeriods", Text(ChargingProfiles.MaxPeriods));
        Fixed("MaxChargingProfilesInstalled", Text(ChargingProfiles.MaxInstalled));
    }

    internal bool IsOn(string name) => string.Equals(this[name], "true", StringComparison.OrdinalIgnoreCase);

    internal int Number(string name) => int.Parse(this[name], CultureInfo.InvariantCulture);

    internal TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Number(name));

    public string this[string name] => _keys[name].Value;

    internal ConfigurationStatus Change(string name, string value)
    {
        if (!_keys.TryGetValue(name, out var key))
        {
            return ConfigurationStatus.NotSupported;
        }
        if (key.IsReadonly || !key.Accepts(value))
        {
            return ConfigurationStatus.Rejected;
        }
        key.Value = value;
        return key.NeedsReboot ? ConfigurationStatus.RebootRequired : ConfigurationStatus.Accepted;
    }

    internal GetConfigurationResponse Get(ImmutableArray<string>? names)
    {
        var asked = names is { Length: > 0 } some ? some : [.. _order];
        return new GetConfigurationResponse(
            [.. asked.Where(_keys.ContainsKey).Select(name => _keys[name].Describe())],
            asked.Where(name => !_keys.ContainsKey(name)).ToImmutableArray() is { Length: > 0 } unknown ? unknown : null);
    }

    internal void Set(string name, int value) => _keys[name].Value = Text(value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Whole(string name, int value, bool needsReboot = false) => Add(new Key(name, Text(value))
    {
        NeedsReboot = needsReboot,
        Accepts = text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
    });

    private void Flag(string name, bool value) => Add(new Key(name, value ? "true" : "false")
    {
        Accepts = text => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase),
    });

    private void Measurands(string name, string value) => Add(new Key(name, value) { Accepts = text => MeterSampler.TryParse(text, out _) });

    private void Any(string name, string value) => Add(new Key(name, value));

    private void WriteOnly(string name) => Add(new Key(name, "") { IsWriteOnly = true });

    private void Fixed(string name, string value) => Add(new Key(name, value) { IsReadonly = true });

    private void Add(Key key)
    {
        _keys.Add(key.Name, key);
        _order.Add(key.Name);
    }

    private sealed class Key(string name, string value)
    {
        internal string Name => name;

        internal string Value { get; set; } = value;

        internal bool IsReadonly { get; init; }

        internal bool IsWriteOnly { get; init; }

        internal bool NeedsReboot { get; init; }

        internal Func<string, bool> Accepts { get; init; } = _ => true;

        internal KeyValue Describe() => new(Name, IsReadonly, IsWriteOnly ? null : Value);
    }
}
