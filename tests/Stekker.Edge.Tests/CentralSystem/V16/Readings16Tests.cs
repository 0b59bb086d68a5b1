using Stekker.Edge.CentralSystem.V16;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Tests.CentralSystem.V16;

public class Readings16Tests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1234", null, 1234)]
    [InlineData("1234", "Wh", 1234)]
    [InlineData("1.5", "kWh", 1500)]
    [InlineData("1,5", "kWh", 1500)]
    [InlineData("12345.6", "Wh", 12346)]
    [InlineData(" 42 ", "Wh", 42)]
    [InlineData("1e3", "Wh", 1000)]
    [InlineData("0", "Wh", 0)]
    [InlineData("-1", "Wh", null)]
    [InlineData("", "Wh", null)]
    [InlineData("NaN", "Wh", null)]
    [InlineData("Infinity", "Wh", null)]
    [InlineData("twelve", "Wh", null)]
    [InlineData("1,234.5", "Wh", null)]
    [InlineData("0x10", "Wh", null)]
    [InlineData("1e30", "Wh", null)]
    [InlineData("9999999999999999", "Wh", null)]
    [InlineData("7", "A", null)]
    public void A_register_is_in_watt_hours(string value, string? unit, int? wattHours)
    {
        UnitOfMeasure? of = unit is null ? null : Enum.Parse<UnitOfMeasure>(unit);
        Assert.Equal(wattHours, Read(new SampledValue(value, Unit: of)).ImportRegister?.Value);
        Assert.Equal(wattHours, Read(new SampledValue(value, Measurand: Measurand.EnergyActiveExportRegister, Unit: of)).ExportRegister?.Value);
    }

    [Fact]
    public void Power_is_in_watts() => Assert.Equal(
        [new Watts(7400), new Watts(7400), null],
        [
            Read(Of(Measurand.PowerActiveImport, "7.4", UnitOfMeasure.kW)).Power,
            Read(Of(Measurand.PowerActiveImport, "7400", UnitOfMeasure.W)).Power,
            Read(Of(Measurand.PowerActiveImport, "7.4", UnitOfMeasure.kVA)).Power,
        ]);

    [Fact]
    public void Power_given_back_is_negative()
    {
        Assert.Equal(new Watts(-3000), Read(Of(Measurand.PowerActiveExport, "3", UnitOfMeasure.kW)).Power);
        Assert.Equal(new Watts(-2500), Read(Of(Measurand.PowerActiveImport, "500"), Of(Measurand.PowerActiveExport, "3000")).Power);
    }

    [Fact]
    public void Phases_are_added_up_where_no_total_is_told()
    {
        SampledValue[] phases =
        [
            Of(Measurand.PowerActiveImport, "1000", phase: Phase.L1), Of(Measurand.PowerActiveImport, "2000", phase: Phase.L2N), Of(Measurand.PowerActiveImport, "3", UnitOfMeasure.kW, Phase.L3),
        ];
        Assert.Equal(new Watts(6000), Read(phases).Power);
        Assert.Equal(new Watts(6100), Read([.. phases, Of(Measurand.PowerActiveImport, "6100")]).Power);
    }

    [Fact]
    public void One_phase_told_by_both_its_names_counts_once() => Assert.Equal(
        new Watts(3000),
        Read(
            Of(Measurand.PowerActiveImport, "1000", phase: Phase.L1), Of(Measurand.PowerActiveImport, "1001", phase: Phase.L1N), Of(Measurand.PowerActiveImport, "2000", phase: Phase.L2)).Power);

    [Fact]
    public void Between_two_phases_is_no_phase()
    {
        MeterSample sample = Read(
            Of(Measurand.Voltage, "400.1", phase: Phase.L1L2), Of(Measurand.Voltage, "230,4", UnitOfMeasure.V, Phase.L2N), Of(Measurand.CurrentImport, "0.3", phase: Phase.N));
        Assert.Equal(new PerPhase<Volts>(null, Volts.FromDecivolts(2304), null), sample.Voltage);
        Assert.True(sample.Current.IsEmpty);
    }

    [Fact]
    public void Currents_are_per_phase_with_what_is_given_back_negative() => Assert.Equal(
        new PerPhase<Amperes>(Amperes.FromDeciamperes(158), Amperes.FromDeciamperes(-60), null),
        Read(
            Of(Measurand.CurrentImport, "15.84", UnitOfMeasure.A, Phase.L1), Of(Measurand.CurrentImport, "0", phase: Phase.L2), Of(Measurand.CurrentExport, "6", phase: Phase.L2)).Current);

    [Fact]
    public void A_current_without_a_phase_is_that_of_a_single_phase_charger()
    {
        Assert.Equal(new PerPhase<Amperes>(Amperes.FromWhole(16), null, null), Read(Of(Measurand.CurrentImport, "16")).Current);
        Assert.Equal(
            new PerPhase<Amperes>(null, Amperes.FromWhole(7), null), Read(Of(Measurand.CurrentImport, "16"), Of(Measurand.CurrentImport, "7", phase: Phase.L2)).Current);
    }

    [Fact]
    public void The_outlet_counts_before_other_places()
    {
        MeterSample sample = Read(
            Of(Measurand.PowerActiveImport, "9000") with { Location = Location.Inlet },
            Of(Measurand.PowerActiveImport, "8000") with { Location = Location.Outlet },
            Of(Measurand.CurrentImport, "40", phase: Phase.L1) with { Location = Location.Inlet },
            Of(Measurand.CurrentImport, "35", phase: Phase.L1));
        Assert.Equal(new Watts(8000), sample.Power);
        Assert.Equal(Amperes.FromWhole(35), sample.Current.L1);
        Assert.Equal(new Watts(9000), Read(Of(Measurand.PowerActiveImport, "9000") with { Location = Location.Inlet }).Power);
    }

    [Fact]
    public void What_is_offered_is_per_phase_and_never_a_sum()
    {
        Assert.Equal(Amperes.FromWhole(16), Read(Of(Measurand.CurrentOffered, "16")).Offered);
        Assert.Equal(
            Amperes.FromWhole(16),
            Read(Of(Measurand.CurrentOffered, "16", phase: Phase.L1), Of(Measurand.CurrentOffered, "16", phase: Phase.L2), Of(Measurand.CurrentOffered, "16", phase: Phase.L3)).Offered);
    }

    [Theory]
    [InlineData("57", 570)]
    [InlineData("57.46", 575)]
    [InlineData("100", 1000)]
    [InlineData("0", 0)]
    [InlineData("101", null)]
    [InlineData("-1", null)]
    [InlineData("255", null)]
    public void The_state_of_charge_is_a_percentage(string value, int? permille) =>
        Assert.Equal(permille, Read(Of(Measurand.SoC, value, UnitOfMeasure.Percent) with { Location = Location.EV }).StateOfCharge?.Permille);

    [Fact]
    public void Energy_of_an_interval_is_no_register()
    {
        MeterSample sample = Read(Of(Measurand.EnergyActiveImportInterval, "250"), Of(Measurand.EnergyReactiveImportRegister, "3"), Of(Measurand.Temperature, "40", UnitOfMeasure.Celsius));
        Assert.Equal(new MeterSample(At, SampleReason.Periodic) with { Signed = sample.Signed }, sample);
    }

    [Fact]
    public void Signed_data_is_kept_to_the_letter_and_not_read()
    {
        MeterSample sample = Read(
            new SampledValue("12345", ReadingContext.TransactionEnd, ValueFormat.SignedData), new SampledValue("500", ReadingContext.TransactionEnd));
        Assert.Equal(new WattHours(500), sample.ImportRegister);
        SignedValue signed = Assert.Single(sample.Signed);
        Assert.Equal(("12345", SampleReason.TransactionEnd), (signed.Data, signed.Reason));
    }

    [Theory]
    [InlineData(null, SampleReason.Periodic)]
    [InlineData(ReadingContext.SamplePeriodic, SampleReason.Periodic)]
    [InlineData(ReadingContext.SampleClock, SampleReason.ClockAligned)]
    [InlineData(ReadingContext.TransactionBegin, SampleReason.TransactionBegin)]
    [InlineData(ReadingContext.TransactionEnd, SampleReason.TransactionEnd)]
    [InlineData(ReadingContext.Trigger, SampleReason.Triggered)]
    [InlineData(ReadingContext.InterruptionBegin, SampleReason.Other)]
    [InlineData(ReadingContext.InterruptionEnd, SampleReason.Other)]
    [InlineData(ReadingContext.Other, SampleReason.Other)]
    public void Why_it_was_taken(ReadingContext? context, SampleReason reason) => Assert.Equal(reason, Read(new SampledValue("1", context)).Reason);

    [Fact]
    public void One_bad_value_does_not_spoil_the_others()
    {
        MeterSample sample = Read(new SampledValue("?"), Of(Measurand.PowerActiveImport, "NaN"), Of(Measurand.Voltage, "231", phase: Phase.L3));
        Assert.Null(sample.ImportRegister);
        Assert.Null(sample.Power);
        Assert.Equal(Volts.FromDecivolts(2310), sample.Voltage.L3);
    }

    private static SampledValue Of(Measurand measurand, string value, UnitOfMeasure? unit = null, Phase? phase = null) =>
        new(value, Measurand: measurand, Phase: phase, Unit: unit);

    private static MeterSample Read(params SampledValue[] values) => Assert.Single(Readings16.Samples([new MeterValue(At, [.. values])]));
}
