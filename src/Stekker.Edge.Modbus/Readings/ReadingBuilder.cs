using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Readings;

/// <summary>From numbers to a reading: what is missing is worked out where it can be, and said to be so.</summary>
public static class ReadingBuilder
{
    private static readonly Phase[] Lines = [Phase.L1, Phase.L2, Phase.L3];

    public static MeterReading Build(string meterId, MeterRole role, DeviceDescription device, MeterWiring wiring, ReadingValues raw, Stamp at)
    {
        ReadingValues v = Wired(raw, device, wiring);
        List<string> basis = [];
        Estimate(v, device, wiring, basis);
        foreach (Quantity quantity in (Quantity[])[Quantity.Power, Quantity.ReactivePower, Quantity.ImportEnergy, Quantity.ExportEnergy])
        {
            Total(v, quantity, device.Phases);
        }

        if (role == MeterRole.Solar && device is { Kind: DeviceKind.Meter, HasDirection: true })
        {
            Produce(v);
        }

        SignCurrents(v);
        return new MeterReading
        {
            MeterId = meterId,
            Device = device.Id,
            Role = role,
            Kind = role == MeterRole.Solar ? DeviceKind.Inverter : device.Kind,
            At = at,
            Power = ToWatts(v[Quantity.Power]),
            PhasePower = Each<Watts>(v, Quantity.Power, ToWatts),
            Current = Each<Amperes>(v, Quantity.Current, static x => Fits(x * 10) is { } da ? Amperes.FromDeciamperes((int)da) : null),
            Voltage = Each<Volts>(v, Quantity.Voltage, static x => Fits(x * 10) is { } dv ? Volts.FromDecivolts((int)dv) : null),
            ReactivePowerVar = (long?)Fits(v[Quantity.ReactivePower]),
            FrequencyMilliHz = (int?)Fits(v[Quantity.Frequency] * 1000),
            PowerFactorPermille = (int?)Fits((v[Quantity.PowerFactor] ?? v[Quantity.PowerFactor, Phase.L1]) * 1000),
            ImportEnergy = ToWattHours(v[Quantity.ImportEnergy]),
            ExportEnergy = ToWattHours(v[Quantity.ExportEnergy]),
            TotalEnergy = ToWattHours(v[Quantity.TotalEnergy]),
            PvPower = ToWatts(v[Quantity.PvPower]),
            StateOfCharge = Fits(v[Quantity.StateOfCharge] * 1000) is { } permille ? StateOfCharge.FromPermille((int)permille) : null,
            IsEstimate = basis.Count > 0,
            Basis = basis.Count > 0 ? string.Join("; ", basis) : null,
        };
    }

    /// <summary>Transformer ratio, turned clamps, and the meter's phases put on the grid's.</summary>
    private static ReadingValues Wired(ReadingValues raw, DeviceDescription device, MeterWiring wiring)
    {
        ReadingValues v = raw.Copy();
        bool single = device.Phases == 1;
        foreach (Quantity quantity in Enum.GetValues<Quantity>())
        {
            double factor = Factor(quantity, wiring);
            v[quantity] = raw[quantity] * factor;
            foreach (Phase line in Lines)
            {
                v[quantity, line] = null;
            }

            for (int i = 0; i < Math.Min(device.Phases, wiring.Phases.Length); i++)
            {
                v[quantity, wiring.Phases[i]] = raw[quantity, Phase.L1 + i] * factor;
            }

            // A single-phase device's total is its one phase's, whichever of the two it shows.
            if (single && quantity is (Quantity.Power or Quantity.ReactivePower))
            {
                v[quantity, wiring.Phases[0]] ??= v[quantity];
            }
        }

        Turn(v, device, wiring);
        return v;
    }

    /// <summary>What a clamp that sits the wrong way round showed. The device's own totals hold only where all its clamps do.</summary>
    private static void Turn(ReadingValues v, DeviceDescription device, MeterWiring wiring)
    {
        if (wiring.Reversed.IsEmpty)
        {
            return;
        }

        Phase[] own = [.. wiring.Phases.Take(device.Phases)];
        bool all = own.All(l => wiring.Reversed.Contains(l));
        foreach (Phase line in wiring.Reversed)
        {
            TurnOne(v, line);
        }

        TurnOne(v, Phase.Total);
        foreach (Quantity total in (Quantity[])[Quantity.Power, Quantity.ReactivePower, Quantity.ImportEnergy, Quantity.ExportEnergy])
        {
            v[total] = all ? v[total] : null;
        }
    }

    private static void TurnOne(ReadingValues v, Phase phase)
    {
        v[Quantity.Power, phase] = -v[Quantity.Power, phase];
        v[Quantity.ReactivePower, phase] = -v[Quantity.ReactivePower, phase];
        (v[Quantity.ImportEnergy, phase], v[Quantity.ExportEnergy, phase]) = (v[Quantity.ExportEnergy, phase], v[Quantity.ImportEnergy, phase]);
    }

    /// <summary>A plain meter before an inverter shows production as export; a solar array's production is positive. Its export counter already counts what was produced.</summary>
    private static void Produce(ReadingValues v)
    {
        foreach (Phase phase in (Phase[])[Phase.Total, .. Lines])
        {
            v[Quantity.Power, phase] = -v[Quantity.Power, phase];
            v[Quantity.ReactivePower, phase] = -v[Quantity.ReactivePower, phase];
        }
    }

    private static double Factor(Quantity quantity, MeterWiring wiring) => quantity switch
    {
        Quantity.Current or Quantity.Power or Quantity.ReactivePower or Quantity.ApparentPower => wiring.Ratio,
        Quantity.ImportEnergy or Quantity.ExportEnergy or Quantity.TotalEnergy => wiring.Ratio,
        _ => 1,
    };

    private static void Estimate(ReadingValues v, DeviceDescription device, MeterWiring wiring, List<string> basis)
    {
        if (v[Quantity.Power] is null && Lines.All(l => v[Quantity.Power, l] is null) && Lines.Any(l => v[Quantity.Current, l] is not null))
        {
            bool nominal = false;
            foreach (Phase line in Lines)
            {
                nominal |= v[Quantity.Current, line] is not null && v[Quantity.Voltage, line] is null;
                v[Quantity.Power, line] = v[Quantity.Current, line] * (v[Quantity.Voltage, line] ?? (double)wiring.NominalVoltage.Value);
            }

            basis.Add(nominal ? $"power from current at {wiring.NominalVoltage}" : "power from current and voltage");
            Direct(v, wiring, basis);
        }
        else if (!device.HasDirection)
        {
            Direct(v, wiring, basis);
        }
    }

    /// <summary>A clamp that cannot tell the direction is told it, or taken as import.</summary>
    private static void Direct(ReadingValues v, MeterWiring wiring, List<string> basis)
    {
        double sign = wiring.Direction == ClampDirection.Export ? -1 : 1;
        v[Quantity.Power] = sign * Magnitude(v[Quantity.Power]);
        foreach (Phase line in Lines)
        {
            v[Quantity.Power, line] = sign * Magnitude(v[Quantity.Power, line]);
        }

        if (wiring.Direction is null)
        {
            basis.Add("direction taken as import");
        }
    }

    private static double? Magnitude(double? value) => value is { } v ? Math.Abs(v) : null;

    /// <summary>The total from all the phases the device has; never from some of them.</summary>
    private static void Total(ReadingValues v, Quantity quantity, int phases)
    {
        double?[] lines = [.. Lines.Select(l => v[quantity, l]).Where(static x => x is not null)];
        if (v[quantity] is null && lines.Length == phases)
        {
            v[quantity] = lines.Sum();
        }
    }

    /// <summary>Meters show current without sign; a phase that exports has its power's sign, or else the total's.</summary>
    private static void SignCurrents(ReadingValues v)
    {
        foreach (Phase line in Lines)
        {
            bool export = (v[Quantity.Power, line] ?? v[Quantity.Power]) < 0;
            v[Quantity.Current, line] = Magnitude(v[Quantity.Current, line]) * (export ? -1 : 1);
        }
    }

    private static PerPhase<T> Each<T>(ReadingValues v, Quantity quantity, Func<double?, T?> make)
        where T : struct => new(make(v[quantity, Phase.L1]), make(v[quantity, Phase.L2]), make(v[quantity, Phase.L3]));

    private static Watts? ToWatts(double? value) => Fits(value) is { } w ? new Watts((long)w) : null;

    private static WattHours? ToWattHours(double? value) => value is { } v && Math.Abs(v) < 9e15 ? new WattHours((long)Math.Round(v)) : null;

    /// <summary>What no site can have is not a measurement: a wrong word order gives such numbers.</summary>
    private static double? Fits(double? value) => value is { } v && Math.Abs(v) < 2e9 ? Math.Round(v) : null;
}
