using System.Collections.Immutable;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>The unit a charger takes its limits in.</summary>
public enum LimitUnit
{
    Amperes,
    Watts,
    Both,
}

/// <summary>What a charger told of its abilities, read once after it connects. What it did not tell has the careful default.</summary>
/// <param name="MaxProfileLevel">Highest stack level it takes (ChargeProfileMaxStackLevel); null without smart charging.</param>
/// <param name="MaxPeriods">Most periods in one schedule.</param>
/// <param name="MaxProfiles">Most profiles it keeps.</param>
/// <param name="CanSwitchPhases">ConnectorSwitch3to1PhaseSupported.</param>
/// <param name="LocalListMax">Most cards in its local list; null where it has none.</param>
/// <param name="LocalListPerCall">Most cards in one SendLocalList.</param>
/// <param name="Refused">What we wanted set and it would not.</param>
public sealed record Capabilities(
    bool SmartCharging,
    LimitUnit LimitUnit,
    int? MaxProfileLevel,
    int? MaxPeriods,
    int? MaxProfiles,
    int? Connectors,
    bool CanSwitchPhases,
    int? LocalListMax,
    int? LocalListPerCall,
    ImmutableArray<string> Profiles,
    ImmutableArray<string> Refused)
{
    /// <summary>A charger that does not answer questions about itself: plain charging, limits in amperes tried.</summary>
    public static readonly Capabilities Unknown = new(true, LimitUnit.Amperes, null, null, null, null, false, null, null, [], []);

    /// <summary>How its phases are wired to the grid's per connector, in the charger's own words ("1.RST,2.STR"); null where it does not say.</summary>
    public string? PhaseRotation { get; init; }

    public bool HasLocalList => LocalListMax is > 0;
}
