using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Plausibility;

public enum FindingKind
{
    NotAvailable,
    OutOfRange,
    Jump,
    Frozen,
    ReversedClamp,
    SwappedPhases,
    DoesNotAddUp,
}

/// <summary>Something about a meter that cannot be right, in the installer's words.</summary>
public sealed record Finding(FindingKind Kind, string MeterId, Phase Phase, string Words)
{
    /// <summary>A single reading like this must not steer the site.</summary>
    public bool SpoilsReading => Kind is FindingKind.OutOfRange or FindingKind.Jump;
}
