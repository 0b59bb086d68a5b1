using System.Collections.Immutable;

namespace Stekker.Edge.Core.Configuration;

/// <summary>A device that is not in the catalogue, described by whoever has its manual. Words are kept as written: the Modbus side knows and checks them.</summary>
/// <param name="Kind">meter, inverter or battery.</param>
/// <param name="MostPerRead">The most registers one request may ask for.</param>
/// <param name="MostGap">Registers in between that may be read along; 0 where the device refuses gaps.</param>
/// <param name="HasDirection">False: its power has no sign.</param>
public sealed record CustomMeterSettings(
    string Name, string Kind, int Phases, int MostPerRead, int MostGap, bool HasDirection, ImmutableArray<CustomRegisterSettings> Registers);

/// <param name="Quantity">power, current, voltage, importEnergy …</param>
/// <param name="Phase">L1, L2, L3 or total.</param>
/// <param name="Function">3 (holding registers) or 4 (input registers).</param>
/// <param name="Address">Counted from zero.</param>
/// <param name="Type">int16 to float64.</param>
/// <param name="Order">Of the words: ABCD, CDAB, BADC or DCBA.</param>
/// <param name="Scale">To V, A, W, Wh, Hz; negative turns the sign round.</param>
public sealed record CustomRegisterSettings(string Quantity, string Phase, int Function, int Address, string Type, string Order, decimal Scale);
