using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Configuration;

/// <summary>Panels that look one way, behind one inverter.</summary>
/// <param name="PanelPeak">Of one panel, at standard test conditions.</param>
/// <param name="AzimuthDeg">0 is north, 90 east, 180 south.</param>
/// <param name="TiltDeg">0 lies flat, 90 stands upright.</param>
/// <param name="Inverter">Most it gives; null where the panels are the limit.</param>
public sealed record SolarArraySettings(string Id, int Panels, Watts PanelPeak, decimal AzimuthDeg, decimal TiltDeg, Watts? Inverter);

/// <summary>North and east positive.</summary>
public sealed record LocationSettings(decimal LatitudeDeg, decimal LongitudeDeg);
