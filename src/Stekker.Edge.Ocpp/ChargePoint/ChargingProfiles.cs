using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>A profile as it was set: on which connector (0 for the whole charge point), and when.</summary>
internal sealed record InstalledProfile(int ConnectorId, ChargingProfile Profile, DateTimeOffset At);

/// <summary>
/// The installed profiles, OCPP 1.6 §3.13: by purpose and stack level. A TxProfile goes before a TxDefaultProfile; the
/// ChargePointMaxProfile caps what either allows.
/// </summary>
internal sealed class ChargingProfiles
{
    internal const int MaxStackLevel = 20;
    internal const int MaxPeriods = 96;
    internal const int MaxInstalled = 50;

    private readonly List<InstalledProfile> _installed = [];

    /// <summary>OCPP 1.6 §5.16: the same id replaces, and so does the same purpose and level on the same connector.</summary>
    internal bool TrySet(int connectorId, ChargingProfile profile, DateTimeOffset now)
    {
        if (profile.StackLevel > MaxStackLevel || profile.ChargingSchedule.ChargingSchedulePeriod.Length > MaxPeriods
            || profile.ChargingSchedule.ChargingSchedulePeriod[0].StartPeriod != 0)
        {
            return false;
        }
        _installed.RemoveAll(other => other.Profile.ChargingProfileId == profile.ChargingProfileId
            || (other.ConnectorId == connectorId && other.Profile.ChargingProfilePurpose == profile.ChargingProfilePurpose
                && other.Profile.StackLevel == profile.StackLevel));
        if (_installed.Count >= MaxInstalled)
        {
            return false;
        }
        _installed.Add(new InstalledProfile(connectorId, profile, now));
        return true;
    }

    internal bool Clear(ClearChargingProfileRequest filter) => _installed.RemoveAll(installed =>
        filter.Id is { } id
            ? installed.Profile.ChargingProfileId == id
            : (filter.ConnectorId is null || filter.ConnectorId == installed.ConnectorId)
                && (filter.ChargingProfilePurpose is null || filter.ChargingProfilePurpose == installed.Profile.ChargingProfilePurpose)
                && (filter.StackLevel is null || filter.StackLevel == installed.Profile.StackLevel)) > 0;

    /// <summary>A TxProfile ends with its transaction, OCPP 1.6 §3.13.1.</summary>
    internal void ClearTransaction(int connectorId) => _installed.RemoveAll(installed =>
        installed.ConnectorId == connectorId && installed.Profile.ChargingProfilePurpose == ChargingProfilePurposeType.TxProfile);

    /// <summary>What a transaction on this connector is limited to, the charge point's own cap left aside.</summary>
    internal ScheduledLimit ForTransaction(int connectorId, DateTimeOffset now, DateTimeOffset? transactionStart)
    {
        var byTransaction = Highest(ChargingProfilePurposeType.TxProfile, connectorId, now, transactionStart);
        if (byTransaction.Period is not null)
        {
            return byTransaction;
        }
        var ofConnector = Highest(ChargingProfilePurposeType.TxDefaultProfile, connectorId, now, transactionStart);
        var byDefault = ofConnector.Period is not null
            ? ofConnector
            : Within(Highest(ChargingProfilePurposeType.TxDefaultProfile, 0, now, transactionStart), ofConnector.Until);
        return Within(byDefault, byTransaction.Until);
    }

    /// <summary>The cap on the whole charge point.</summary>
    internal ScheduledLimit ForChargePoint(DateTimeOffset now) =>
        Highest(ChargingProfilePurposeType.ChargePointMaxProfile, 0, now, null);

    private ScheduledLimit Highest(ChargingProfilePurposeType purpose, int connectorId, DateTimeOffset now, DateTimeOffset? transactionStart)
    {
        var until = DateTimeOffset.MaxValue;
        foreach (var installed in _installed
            .Where(installed => installed.ConnectorId == connectorId && installed.Profile.ChargingProfilePurpose == purpose)
            .OrderByDescending(installed => installed.Profile.StackLevel))
        {
            // A level that says nothing now may speak later: until then the level below holds.
            var limit = ScheduleReader.At(installed, now, transactionStart);
            until = limit.Until < until ? limit.Until : until;
            if (limit.Period is not null)
            {
                return limit with { Until = until };
            }
        }
        return new ScheduledLimit(null, ChargingRateUnitType.A, until);
    }

    private static ScheduledLimit Within(ScheduledLimit limit, DateTimeOffset until) => limit with { Until = limit.Until < until ? limit.Until : until };
}
