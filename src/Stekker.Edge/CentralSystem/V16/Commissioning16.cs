using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem.V16;

/// <summary>
/// After a charger connects: read what it can (OCPP 1.6 §9), set what we need and it does not have yet. Settings that are right are left
/// alone (each write costs the charger's flash); refusals are noted and lived with.
/// </summary>
internal static class Commissioning16
{
    /// <summary>From most to least; a charger that refuses one list because of a single measurand gets the next.</summary>
    private static readonly string[] Measurands =
    [
        "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC",
        "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage",
        "Energy.Active.Import.Register,Power.Active.Import,Current.Import",
        "Energy.Active.Import.Register,Power.Active.Import",
        "Energy.Active.Import.Register",
    ];

    public static async Task<OrderOutcome> RunAsync(OcppPeer peer, ChargerNeeds needs)
    {
        CallOutcome asked = await peer.CallAsync(GetConfiguration.Action, new GetConfigurationRequest()).ConfigureAwait(false);
        if (asked is CallOutcome.Disconnected or CallOutcome.NotSent)
        {
            return Orders16.Otherwise(asked);
        }

        Settings16 settings = new(asked.TryGet(out GetConfigurationResponse? told) ? told.ConfigurationKey ?? [] : []);
        List<string> refused = [];
        foreach (ImmutableArray<Wish> choices in Wishes(needs, settings))
        {
            if (await SetAsync(peer, settings, choices).ConfigureAwait(false) is not { } done)
            {
                return new OrderOutcome.NoAnswer("the line was lost");
            }

            if (!done)
            {
                refused.Add(choices[0].Key);
            }
        }

        int? list = settings.HasProfile("LocalAuthListManagement") ? await ListVersionAsync(peer).ConfigureAwait(false) : null;
        return new OrderOutcome.Commissioned(Capabilities(settings, list is not null, [.. refused]), list);
    }

    /// <summary>Each entry: the values we would take for one key, best first.</summary>
    private static IEnumerable<ImmutableArray<Wish>> Wishes(ChargerNeeds needs, Settings16 settings)
    {
        yield return [new Wish("MeterValueSampleInterval", Seconds(needs.SampleInterval), Needed: true)];
        yield return [.. Measurands.Select(m => new Wish("MeterValuesSampledData", m, Needed: true))];

        // A register at each quarter of an hour makes the energy per PTU exact.
        yield return [new Wish("ClockAlignedDataInterval", "900", Needed: false)];
        yield return [new Wish("MeterValuesAlignedData", "Energy.Active.Import.Register", Needed: false)];
        yield return [new Wish("HeartbeatInterval", Seconds(needs.Heartbeat), Needed: true)];
        yield return [new Wish("StopTransactionOnInvalidId", "true", Needed: false)];
        if (settings.HasProfile("LocalAuthListManagement"))
        {
            yield return [new Wish("LocalAuthListEnabled", "true", Needed: false)];
        }
    }

    /// <summary>True when the charger has one of the values, false when it will not, null when the line is gone.</summary>
    private static async Task<bool?> SetAsync(OcppPeer peer, Settings16 settings, ImmutableArray<Wish> choices)
    {
        string key = choices[0].Key;
        if (!choices[0].Needed && !settings.Knows(key))
        {
            return true;
        }

        foreach (Wish wish in choices)
        {
            if (settings.Covers(wish))
            {
                return true;
            }

            if (settings.IsReadOnly(key))
            {
                continue;
            }

            CallOutcome outcome = await peer.CallAsync(ChangeConfiguration.Action, new ChangeConfigurationRequest(key, wish.Value)).ConfigureAwait(false);
            if (outcome is CallOutcome.Disconnected)
            {
                return null;
            }

            if (outcome.TryGet(out ChangeConfigurationResponse? response))
            {
                if (response.Status is ConfigurationStatus.Accepted or ConfigurationStatus.RebootRequired)
                {
                    return true;
                }

                if (response.Status == ConfigurationStatus.NotSupported)
                {
                    return false;
                }
            }
            else if (outcome is CallOutcome.TimedOut)
            {
                // Silence says nothing about the value: a lesser one would meet the same.
                return false;
            }
        }

        return false;
    }

    /// <summary>Null where it keeps no list (OCPP 1.6 §5.10: -1).</summary>
    private static async Task<int?> ListVersionAsync(OcppPeer peer)
    {
        CallOutcome outcome = await peer.CallAsync(GetLocalListVersion.Action, new GetLocalListVersionRequest()).ConfigureAwait(false);
        return outcome.TryGet(out GetLocalListVersionResponse? response) && response.ListVersion >= 0 ? Orders16.ListVersion(response.ListVersion) : null;
    }

    private static Capabilities Capabilities(Settings16 settings, bool hasList, ImmutableArray<string> refused) => new(
        SmartCharging: !settings.Knows("SupportedFeatureProfiles") || settings.HasProfile("SmartCharging"),
        LimitUnit: settings.Text("ChargingScheduleAllowedChargingRateUnit") is { } units
            ? (units.Contains("Current", StringComparison.OrdinalIgnoreCase) || HasWord(units, "A"), units.Contains("Power", StringComparison.OrdinalIgnoreCase) || HasWord(units, "W")) switch
            {
                (true, true) => LimitUnit.Both,
                (false, true) => LimitUnit.Watts,
                _ => LimitUnit.Amperes,
            }
            : LimitUnit.Amperes,
        MaxProfileLevel: settings.Number("ChargeProfileMaxStackLevel"),
        MaxPeriods: settings.Number("ChargingScheduleMaxPeriods"),
        MaxProfiles: settings.Number("MaxChargingProfilesInstalled"),
        Connectors: settings.Number("NumberOfConnectors"),
        CanSwitchPhases: settings.IsTrue("ConnectorSwitch3to1PhaseSupported"),
        LocalListMax: hasList ? settings.Number("LocalAuthListMaxLength") ?? 100 : null,
        LocalListPerCall: settings.Number("SendLocalListMaxLength"),
        Profiles: settings.Profiles,
        Refused: refused)
    {
        PhaseRotation = settings.Text("ConnectorPhaseRotation"),
    };

    private static bool HasWord(string list, string word) =>
        list.Split(',', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase);

    private static string Seconds(TimeSpan span) => ((int)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}

/// <param name="Needed">Asked for even where the charger did not list the key: some list only a part.</param>
internal sealed record Wish(string Key, string Value, bool Needed);
