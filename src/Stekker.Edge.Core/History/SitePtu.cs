using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.History;

/// <summary>What the site took and gave in one PTU, by its meters. What no meter tells, and nothing follows for, is null.</summary>
/// <param name="Start">The PTU's start, UTC.</param>
/// <param name="Import">From the grid.</param>
/// <param name="Export">To the grid.</param>
/// <param name="Solar">Produced by the arrays.</param>
/// <param name="Building">All that is neither car, sun nor battery.</param>
/// <param name="Cars">Taken by all cars together.</param>
/// <param name="Measured">How much of the quarter was seen; less than the whole after a restart or a silent meter.</param>
public sealed record SitePtu(
    DateTimeOffset Start, WattHours? Import, WattHours? Export, WattHours? Solar, WattHours? Building, WattHours Cars, TimeSpan Measured);
