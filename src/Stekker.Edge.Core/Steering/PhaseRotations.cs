using Stekker.Edge.Core.Balancing;

namespace Stekker.Edge.Core.Steering;

/// <summary>OCPP 1.6 §9.1.7, ConnectorPhaseRotation: "0.RST, 1.RST, 2.RTS". R, S, T are the grid's L1, L2, L3.</summary>
public static class PhaseRotations
{
    /// <summary>Null where it says nothing of this connector, or what cannot be. RST is what chargers say that nobody set: it is not believed.</summary>
    public static PhaseWiring? WiringOf(string? rotation, int connectorId)
    {
        foreach (string entry in (rotation ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            int dot = entry.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && int.TryParse(entry.AsSpan(0, dot), System.Globalization.NumberStyles.None, null, out int id) && id == connectorId)
            {
                string order = entry[(dot + 1)..].ToUpperInvariant();
                return order is "RST" ? null : PhaseWiring.TryParse(string.Join(',', order.Select(GridPhase)));
            }
        }

        return null;
    }

    private static string GridPhase(char letter) => letter switch { 'R' => "L1", 'S' => "L2", 'T' => "L3", _ => "?" };
}
