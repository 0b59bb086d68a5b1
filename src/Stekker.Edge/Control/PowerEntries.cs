namespace Stekker.Edge.Control;

/// <summary>One value per phase, in the unit its own name tells; null is not measured.</summary>
public sealed record PhaseValues(decimal? L1, decimal? L2, decimal? L3);

/// <summary>The connection to the grid. Import is positive.</summary>
/// <param name="Meter">heard, late, silent, notHeardYet, or none where the site has no grid meter.</param>
/// <param name="AgeS">Of the reading; null where there is none.</param>
/// <param name="Estimated">From current clamps that know neither voltage nor direction.</param>
/// <param name="GtvW">Contracted capacity; null where only the fuse counts.</param>
public sealed record GridEntry(
    int Phases, decimal VoltageV, decimal FuseA, long? GtvW, string Meter, decimal? AgeS, bool Estimated, PhaseValues? CurrentA, long? PowerW);

/// <summary>Where the power goes. Null is not known.</summary>
/// <param name="BuildingW">What the building takes.</param>
/// <param name="BuildingDerived">Reckoned from the grid, the cars and the sun: it has no meter of its own.</param>
/// <param name="SolarW">Produced.</param>
/// <param name="BatteryW">Charging is positive.</param>
/// <param name="CarsW">By the chargers' own meters.</param>
/// <param name="FollowsSun">Cars are given what the sun leaves over.</param>
public sealed record FlowEntry(long? BuildingW, bool BuildingDerived, long? SolarW, long? BatteryW, decimal? BatteryFraction, long CarsW, bool FollowsSun);

/// <summary>The running quarter of an hour's account against the contracted capacity.</summary>
/// <param name="UsedWh">Imported since its start; the part before this program started counts as the whole contracted capacity.</param>
/// <param name="AverageW">What its average becomes if the import stays as it is now; null without a grid reading.</param>
public sealed record PtuStatus(string Start, long ElapsedS, long UsedWh, long? AverageW, long? GtvW);

/// <param name="Role">grid, solar, building, battery or chargePoint.</param>
/// <param name="PowerW">Import, production and a battery's charging are positive.</param>
public sealed record MeterStatus(string Id, string Role, long? PowerW, PhaseValues? CurrentA, decimal? StateOfChargeFraction, decimal AgeS, bool Estimated);

/// <summary>Charging profiles written to a charger: each wears its flash.</summary>
/// <param name="BeyondBudget">Of these, written although the day's budget was spent.</param>
public sealed record ProfileWrites(int Today, int BeyondBudget, int Budget);

/// <summary>What a connector may draw and what it does.</summary>
/// <param name="GrantA">Per phase, by our last decision.</param>
/// <param name="GrantPhases">1 or 3.</param>
/// <param name="SafeShareA">What it falls back to without us.</param>
/// <param name="DrawA">On the connector's own L1, L2, L3; null where its meter did not say.</param>
/// <param name="Why">
/// Why it has what it has: full, shares, waits, takesLess, takesNothing, asleep, woken, ignoresLimit, takesNoLimits, offline, safeShare. Null
/// where no car charges.
/// </param>
/// <param name="WaitsS">For how long it has been waiting for its turn.</param>
public sealed record LimitEntry(decimal GrantA, int GrantPhases, decimal SafeShareA, PhaseValues? DrawA, string? Why, long? WaitsS);
