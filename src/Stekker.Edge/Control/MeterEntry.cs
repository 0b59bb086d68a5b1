using System.Collections.Immutable;

namespace Stekker.Edge.Control;

/// <summary>A device of the catalogue, with its factory settings.</summary>
/// <param name="Kind">meter, inverter or battery.</param>
/// <param name="Baud">Null where it has no serial side, or the maker does not say.</param>
public sealed record MeterDeviceEntry(
    string Id, string Name, string Kind, int Phases, int UnitId, int? Baud, string? Format, int TcpPort, ImmutableArray<string> Notes);

/// <summary>One look at a meter. Null is what the device did not say.</summary>
/// <param name="Role">grid, solar, building, battery or chargePoint, as in the configuration.</param>
/// <param name="PowerW">A meter's import, an inverter's production, a battery's charging is positive.</param>
/// <param name="IsEstimate">Power is worked out from current, or its direction is assumed; the basis says how.</param>
public sealed record MeterReadingEntry(
    string Device,
    string Name,
    string Line,
    int UnitId,
    string Role,
    string At,
    ImmutableArray<MeterPhaseEntry> Phases,
    long? PowerW,
    long? PvPowerW,
    long? ReactivePowerVar,
    decimal? FrequencyHz,
    decimal? PowerFactor,
    long? ImportEnergyWh,
    long? ExportEnergyWh,
    long? TotalEnergyWh,
    decimal? StateOfChargePercent,
    bool IsEstimate,
    string? Basis,
    ImmutableArray<string> Notes,
    ImmutableArray<MeterFindingEntry> Findings,
    MeterVerdictEntry Verdict);

/// <summary>A look at a meter that brought nothing.</summary>
/// <param name="Error">Why, for people; the same as on standard error.</param>
public sealed record MeterFailureEntry(string Error, string Device, string Line, int UnitId);

/// <param name="Phase">L1, L2 or L3 of the grid.</param>
public sealed record MeterPhaseEntry(string Phase, decimal? VoltageV, decimal? CurrentA, long? PowerW);

/// <param name="Phase">Null where it is about the whole meter.</param>
public sealed record MeterFindingEntry(string Kind, string? Phase, string Text);

/// <param name="Level">good, look or bad.</param>
public sealed record MeterVerdictEntry(string Level, ImmutableArray<string> Sentences);

/// <param name="Errors">Lines that could not be had, each with the reason; or that nothing was found, with what to check.</param>
public sealed record MeterScanEntry(ImmutableArray<FoundUnitEntry> Found, ImmutableArray<string> Errors);

/// <param name="Proposals">Best first; empty where nothing in the catalogue fits.</param>
/// <param name="Configuration">The entry of "meters" for the best; null without one.</param>
public sealed record FoundUnitEntry(string Line, int UnitId, string Text, ImmutableArray<ProposalEntry> Proposals, string? Configuration);

/// <param name="Score">100: the device says so itself.</param>
public sealed record ProposalEntry(string Device, string Name, int Score, string Evidence);
