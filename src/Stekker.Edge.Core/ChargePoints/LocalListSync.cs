using System.Collections.Immutable;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>A card list on its way to a charger, in pieces it can take.</summary>
/// <param name="Version">The version it will have when all is sent.</param>
/// <param name="Rest">What is still to be sent after the piece now under way.</param>
/// <param name="Full">True where the list was begun anew.</param>
public sealed record LocalListSync(int Version, bool Full, ImmutableArray<LocalListEntry> Rest);
