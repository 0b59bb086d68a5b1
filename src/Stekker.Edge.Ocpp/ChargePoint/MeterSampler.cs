using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>Makes the sampled values that the configuration asks for.</summary>
internal static class MeterSampler
{
    private static readonly ImmutableArray<Phase> Phases = [Phase.L1, Phase.L2, Phase.L3];

    private static readonly Dictionary<string, Measurand> Known = new(StringComparer.Ordinal)
    {
        ["Energy.Active.Import.Register"] = Measurand.EnergyActiveImportRegister,
        ["Power.Active.Import"] = Measurand.PowerActiveImport,
        ["Power.Offered"] = Measurand.PowerOffered,
        ["Current.Import"] = Measurand.CurrentImport,
        ["Current.Offered"] = Measurand.CurrentOffered,
        ["Voltage"] = Measurand.Voltage,
        ["SoC"] = Measurand.SoC,
    };

    /// <summary>Comma-separated measurands; false when one is not measured here (OCPP 1.6 §9.1.17: the change is then rejected).</summary>
    internal static bool TryParse(string list, out ImmutableArray<Measurand> measurands)
    {
        var names = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var known = ImmutableArray.CreateBuilder<Measurand>(names.Length);
        foreach (var name in names)
        {
            if (Known.TryGetValue(name, out var measurand))
            {
                known.Add(measurand);
            }
        }
        measurands = known.ToImmutable();
        return measurands.Length == names.Length;
    }

    internal static MeterValue? Sample(Connector connector, string measurands, ReadingContext context, DateTimeOffset now, int voltageV)
    {
        if (!TryParse(measurands, out var wanted))
        {
            return null;
        }
        var values = ImmutableArray.CreateBuilder<SampledValue>();
        foreach (var measurand in wanted)
        {
            values.AddRange(Values(connector, measurand, context, voltageV));
        }
        return values.Count == 0 ? null : new MeterValue(now, values.ToImmutable());
    }

    private static IEnumerable<SampledValue> Values(Connector connector, Measurand measurand, ReadingContext context, int voltageV)
    {
        var power = connector.Meter.Power;
        SampledValue One(string value, UnitOfMeasure unit, Phase? phase = null) =>
            new(value, context, Measurand: measurand, Phase: phase, Unit: unit);

        return measurand switch
        {
            Measurand.EnergyActiveImportRegister => [One(Number(connector.Meter.EnergyWh), UnitOfMeasure.Wh)],
            Measurand.PowerActiveImport => [One(Number(power.TotalW), UnitOfMeasure.W)],
            Measurand.PowerOffered => [One(Number(connector.Offered.TotalW(connector.Demand.Phases, voltageV)), UnitOfMeasure.W)],
            Measurand.CurrentImport => Phases.Select((phase, i) => One(Number((decimal)power[i] / voltageV), UnitOfMeasure.A, phase)),
            Measurand.CurrentOffered => [One(Number(connector.Offered.Amperes), UnitOfMeasure.A)],
            Measurand.Voltage => Phases.Select(phase => One(Number(voltageV), UnitOfMeasure.V, phase)),
            Measurand.SoC when connector.SocPercent is { } soc => [One(Number(soc), UnitOfMeasure.Percent) with { Location = Location.EV }],
            _ => [],
        };
    }

    private static string Number(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
