using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Charging;

/// <summary>Why a transaction ended.</summary>
public enum StopReason
{
    /// <summary>At the charger, by card or button.</summary>
    Local,
    Remote,
    CarUnplugged,
    Deauthorised,
    EmergencyStop,
    PowerLoss,
    HardReset,
    SoftReset,
    Reboot,
    Unlocked,
    Other,

    /// <summary>The charger never said: closed by what was known.</summary>
    NeverReported,
}

/// <param name="Inferred">True where the charger's own stop never came; a late one replaces this.</param>
public sealed record TransactionEnd(Stamp At, WattHours MeterStop, StopReason Reason, bool Inferred);

/// <summary>OCPP's transaction within a session: from authorised start to stop, with the charger's own meter registers.</summary>
/// <param name="Id">Ours: unique over restarts and over the life of the appliance.</param>
/// <param name="Verdict">What the card was worth at the start; a charger may have begun offline with one we refuse.</param>
/// <param name="StartedAtSaid">The timestamp of the start as the charger wrote it: with connector, token and register it tells a repeated frame from a new start.</param>
public sealed record Transaction(
    int Id,
    IdTag IdTag,
    CardVerdict Verdict,
    Stamp Started,
    DateTimeOffset StartedAtSaid,
    WattHours MeterStart,
    RegisterTrack Register,
    TransactionEnd? End = null)
{
    public bool IsOpen => End is null;

    public bool IsSameStart(IdTag idTag, WattHours meterStart, DateTimeOffset said) =>
        IdTag == idTag && MeterStart == meterStart && StartedAtSaid == said;
}
