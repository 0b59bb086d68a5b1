using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem.V16;

/// <summary>
/// Brings OCPP 1.6 meter values (§7.33, §7.43) into our units: Wh, W, A per phase, import positive. What is not a number, or no
/// quantity we know, is left out; the rest of the message counts.
/// </summary>
internal static class Readings16
{
    private const decimal Largest = 1_000_000_000_000m;

    public static ImmutableArray<MeterSample> Samples(ImmutableArray<MeterValue> values) => [.. values.Select(Sample)];

    private static MeterSample Sample(MeterValue value)
    {
        ImmutableArray<SampledValue> all = value.SampledValue;
        List<Quantity> quantities = [.. all.Select(Read).OfType<Quantity>()];
        decimal? import = Total(quantities, Measurand.PowerActiveImport);
        decimal? export = Total(quantities, Measurand.PowerActiveExport);
        return new MeterSample(
            value.Timestamp,
            Reason(all.IsDefaultOrEmpty ? null : all[0].Context),
            Register(quantities, Measurand.EnergyActiveImportRegister),
            Register(quantities, Measurand.EnergyActiveExportRegister),
            import is null && export is null ? null : new Watts((long)Math.Round((import ?? 0) - (export ?? 0))),
            Currents(quantities),
            Voltages(quantities),
            Total(quantities, Measurand.SoC) is { } percent ? StateOfCharge.FromPermille((int)Math.Clamp(Math.Round(percent * 10), -1, 1001)) : null,
            Offered(quantities) is { } offered ? Deciamperes(offered) : null)
        {
            Signed =
            [
                .. all.Where(s => s.Format == ValueFormat.SignedData)
                    .Select(s => new SignedValue(s.Value, (s.Measurand ?? Measurand.EnergyActiveImportRegister).ToString(), Reason(s.Context))),
            ],
        };
    }

    /// <summary>Null for signed data, for what is no number, and for units that do not fit the quantity.</summary>
    private static Quantity? Read(SampledValue sampled)
    {
        // Some chargers write a decimal comma.
        string text = sampled.Value.Trim().Replace(',', '.');
        if (sampled.Format == ValueFormat.SignedData
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            || Math.Abs(number) > Largest)
        {
            return null;
        }

        Measurand measurand = sampled.Measurand ?? Measurand.EnergyActiveImportRegister;
        return Scale(measurand, sampled.Unit) is { } scale
            ? new Quantity(measurand, sampled.Phase, sampled.Location ?? Location.Outlet, number * scale)
            : null;
    }

    private static decimal? Scale(Measurand measurand, UnitOfMeasure? unit) => (measurand, unit) switch
    {
        (Measurand.EnergyActiveImportRegister or Measurand.EnergyActiveExportRegister, null or UnitOfMeasure.Wh) => 1,
        (Measurand.EnergyActiveImportRegister or Measurand.EnergyActiveExportRegister, UnitOfMeasure.kWh) => 1000,
        (Measurand.PowerActiveImport or Measurand.PowerActiveExport, null or UnitOfMeasure.W) => 1,
        (Measurand.PowerActiveImport or Measurand.PowerActiveExport, UnitOfMeasure.kW) => 1000,
        (Measurand.CurrentImport or Measurand.CurrentExport or Measurand.CurrentOffered, null or UnitOfMeasure.A) => 1,
        (Measurand.Voltage, null or UnitOfMeasure.V) => 1,
        (Measurand.SoC, _) => 1,
        _ => null,
    };

    private static WattHours? Register(List<Quantity> quantities, Measurand measurand) =>
        Total(quantities, measurand) is >= 0 and { } wattHours ? new WattHours((long)Math.Round(wattHours)) : null;

    /// <summary>The value without a phase, else the sum of the three; at the outlet where the charger measures in several places.</summary>
    private static decimal? Total(List<Quantity> quantities, Measurand measurand)
    {
        foreach (IGrouping<Location, Quantity> place in quantities.Where(q => q.Measurand == measurand).GroupBy(q => q.Location).OrderBy(g => Rank(g.Key)))
        {
            if (place.FirstOrDefault(q => q.Phase is null) is { } whole)
            {
                return whole.Value;
            }

            List<Quantity> phases = [.. place.Where(q => PhaseIndex(q.Phase) is not null).DistinctBy(q => PhaseIndex(q.Phase))];
            if (phases.Count > 0)
            {
                return phases.Sum(q => q.Value);
            }
        }

        return null;
    }

    /// <summary>What is offered is the same on each phase, so one that names them all offers no more; no sum.</summary>
    private static decimal? Offered(List<Quantity> quantities) =>
        quantities.Where(q => q.Measurand == Measurand.CurrentOffered).OrderBy(q => Rank(q.Location)).ThenByDescending(q => q.Value).FirstOrDefault()?.Value;

    private static PerPhase<Amperes> Currents(List<Quantity> quantities)
    {
        decimal? At(int phase)
        {
            decimal? import = OnPhase(quantities, Measurand.CurrentImport, phase);
            decimal? export = OnPhase(quantities, Measurand.CurrentExport, phase);
            return import is null && export is null ? null : (import ?? 0) - (export ?? 0);
        }

        return new PerPhase<Amperes>(
            At(0) is { } l1 ? Deciamperes(l1) : null,
            At(1) is { } l2 ? Deciamperes(l2) : null,
            At(2) is { } l3 ? Deciamperes(l3) : null);
    }

    private static PerPhase<Volts> Voltages(List<Quantity> quantities)
    {
        Volts? At(int phase) => OnPhase(quantities, Measurand.Voltage, phase) is >= 0 and < 100_000 and { } volts
            ? Volts.FromDecivolts((int)Math.Round(volts * 10))
            : null;

        return new PerPhase<Volts>(At(0), At(1), At(2));
    }

    /// <summary>A value without a phase is that of a single-phase charger: its L1.</summary>
    private static decimal? OnPhase(List<Quantity> quantities, Measurand measurand, int phase)
    {
        List<Quantity> known = [.. quantities.Where(q => q.Measurand == measurand).OrderBy(q => Rank(q.Location))];
        return known.FirstOrDefault(q => PhaseIndex(q.Phase) == phase)?.Value
            ?? (phase == 0 && known.TrueForAll(q => q.Phase is null) ? known.FirstOrDefault()?.Value : null);
    }

    private static int? PhaseIndex(Phase? phase) => phase switch
    {
        Phase.L1 or Phase.L1N => 0,
        Phase.L2 or Phase.L2N => 1,
        Phase.L3 or Phase.L3N => 2,
        _ => null,
    };

    private static int Rank(Location location) => location switch
    {
        Location.Outlet => 0,
        Location.Cable => 1,
        Location.EV => 2,
        Location.Body => 3,
        _ => 4,
    };

    private static Amperes Deciamperes(decimal amperes) => Amperes.FromDeciamperes((int)Math.Clamp(Math.Round(amperes * 10), -100_000, 100_000));

    private static SampleReason Reason(ReadingContext? context) => context switch
    {
        null or ReadingContext.SamplePeriodic => SampleReason.Periodic,
        ReadingContext.SampleClock => SampleReason.ClockAligned,
        ReadingContext.TransactionBegin => SampleReason.TransactionBegin,
        ReadingContext.TransactionEnd => SampleReason.TransactionEnd,
        ReadingContext.Trigger => SampleReason.Triggered,
        _ => SampleReason.Other,
    };

    private sealed record Quantity(Measurand Measurand, Phase? Phase, Location Location, decimal Value);
}
