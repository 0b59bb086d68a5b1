using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §7.35</summary>
[JsonConverter(typeof(WireNameConverter<ReadingContext>))]
public enum ReadingContext
{
    [JsonStringEnumMemberName("Interruption.Begin")]
    InterruptionBegin,
    [JsonStringEnumMemberName("Interruption.End")]
    InterruptionEnd,
    Other,
    [JsonStringEnumMemberName("Sample.Clock")]
    SampleClock,
    [JsonStringEnumMemberName("Sample.Periodic")]
    SamplePeriodic,
    [JsonStringEnumMemberName("Transaction.Begin")]
    TransactionBegin,
    [JsonStringEnumMemberName("Transaction.End")]
    TransactionEnd,
    Trigger,
}

/// <summary>OCPP 1.6 §7.49</summary>
[JsonConverter(typeof(WireNameConverter<ValueFormat>))]
public enum ValueFormat
{
    Raw,
    SignedData,
}

/// <summary>OCPP 1.6 §7.31</summary>
[JsonConverter(typeof(WireNameConverter<Measurand>))]
public enum Measurand
{
    [JsonStringEnumMemberName("Current.Export")]
    CurrentExport,
    [JsonStringEnumMemberName("Current.Import")]
    CurrentImport,
    [JsonStringEnumMemberName("Current.Offered")]
    CurrentOffered,
    [JsonStringEnumMemberName("Energy.Active.Export.Register")]
    EnergyActiveExportRegister,
    [JsonStringEnumMemberName("Energy.Active.Import.Register")]
    EnergyActiveImportRegister,
    [JsonStringEnumMemberName("Energy.Reactive.Export.Register")]
    EnergyReactiveExportRegister,
    [JsonStringEnumMemberName("Energy.Reactive.Import.Register")]
    EnergyReactiveImportRegister,
    [JsonStringEnumMemberName("Energy.Active.Export.Interval")]
    EnergyActiveExportInterval,
    [JsonStringEnumMemberName("Energy.Active.Import.Interval")]
    EnergyActiveImportInterval,
    [JsonStringEnumMemberName("Energy.Reactive.Export.Interval")]
    EnergyReactiveExportInterval,
    [JsonStringEnumMemberName("Energy.Reactive.Import.Interval")]
    EnergyReactiveImportInterval,
    Frequency,
    [JsonStringEnumMemberName("Power.Active.Export")]
    PowerActiveExport,
    [JsonStringEnumMemberName("Power.Active.Import")]
    PowerActiveImport,
    [JsonStringEnumMemberName("Power.Factor")]
    PowerFactor,
    [JsonStringEnumMemberName("Power.Offered")]
    PowerOffered,
    [JsonStringEnumMemberName("Power.Reactive.Export")]
    PowerReactiveExport,
    [JsonStringEnumMemberName("Power.Reactive.Import")]
    PowerReactiveImport,
    RPM,
    SoC,
    Temperature,
    Voltage,
}

/// <summary>OCPP 1.6 §7.34</summary>
[JsonConverter(typeof(WireNameConverter<Phase>))]
public enum Phase
{
    L1,
    L2,
    L3,
    N,
    [JsonStringEnumMemberName("L1-N")]
    L1N,
    [JsonStringEnumMemberName("L2-N")]
    L2N,
    [JsonStringEnumMemberName("L3-N")]
    L3N,
    [JsonStringEnumMemberName("L1-L2")]
    L1L2,
    [JsonStringEnumMemberName("L2-L3")]
    L2L3,
    [JsonStringEnumMemberName("L3-L1")]
    L3L1,
}

/// <summary>OCPP 1.6 §7.30</summary>
[JsonConverter(typeof(WireNameConverter<Location>))]
public enum Location
{
    Body,
    Cable,
    EV,
    Inlet,
    Outlet,
}

/// <summary>OCPP 1.6 §7.45. The specification says Celsius, its JSON schema Celcius; chargers follow either.</summary>
[JsonConverter(typeof(WireNameConverter<UnitOfMeasure>))]
public enum UnitOfMeasure
{
    Wh,
    kWh,
    varh,
    kvarh,
    W,
    kW,
    VA,
    kVA,
    var,
    kvar,
    A,
    V,
    Celsius,
    Celcius,
    Fahrenheit,
    K,
    Percent,
}
