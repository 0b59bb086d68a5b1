using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>What a connector may draw now. In the order of the input's connectors.</summary>
/// <param name="Limit">Per phase; zero, or at least 6 A.</param>
/// <param name="Phases">1 or 3: what the charger is to switch to, where it can.</param>
/// <param name="UsedPhases">On how many phases the car draws, as far as known: what turns amperes into watts.</param>
/// <param name="Urgent">A reduction that a limit needs now.</param>
/// <param name="Ignored">The charger was told so and does otherwise: say it again.</param>
/// <param name="WakeUp">The car seems asleep: this grant is one of a few tries to wake it.</param>
/// <param name="SafeShare">What this connector falls back to when we are gone (its TxDefaultProfile).</param>
public readonly record struct Grant(
    string ChargePointId, int ConnectorId, Amperes Limit, int Phases, int UsedPhases, bool Urgent, bool Ignored, bool WakeUp, Amperes SafeShare);

/// <summary>Something a person should know, standing for as long as rounds return it.</summary>
/// <param name="Id">Stable: "ignores-limit:CP01/1".</param>
/// <param name="About">The charge point, or "grid".</param>
public readonly record struct Finding(string Id, TellLevel Level, string About, string Text);
