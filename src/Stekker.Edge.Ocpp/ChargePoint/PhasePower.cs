using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>Power per phase in W: what a car would draw, or what it does.</summary>
public readonly record struct PhasePower(int L1W, int L2W, int L3W)
{
    public static PhasePower None => default;

    /// <summary>A car of so many phases and amperes.</summary>
    public static PhasePower Of(int phases, int amperes, int voltageV = 230) =>
        new(amperes * voltageV, phases > 1 ? amperes * voltageV : 0, phases > 2 ? amperes * voltageV : 0);

    public int TotalW => L1W + L2W + L3W;

    public int Phases => (L1W > 0 ? 1 : 0) + (L2W > 0 ? 1 : 0) + (L3W > 0 ? 1 : 0);

    public int this[int phase] => phase switch { 0 => L1W, 1 => L2W, _ => L3W };

    /// <summary>Each phase at most so many watts, and only the first phases where the limit names fewer than three.</summary>
    internal PhasePower AtMost(int perPhaseW, int phases) => new(
        Math.Min(L1W, perPhaseW), phases > 1 ? Math.Min(L2W, perPhaseW) : 0, phases > 2 ? Math.Min(L3W, perPhaseW) : 0);
}

/// <summary>A limit as a charge point applies it: amperes per phase, on so many phases.</summary>
internal readonly record struct PhaseLimit(decimal Amperes, int Phases)
{
    /// <summary>IEC 61851: below 6 A a car does not charge at all.</summary>
    internal const decimal LeastAmperes = 6;

    /// <summary>Watts in a profile are the sum over the phases in use.</summary>
    internal static PhaseLimit From(ScheduledLimit limit, PhaseLimit most, int voltageV, int phasesInUse)
    {
        if (limit.Period is not { } period)
        {
            return most;
        }
        var phases = Math.Clamp(period.NumberPhases ?? most.Phases, 1, most.Phases);
        var amperes = limit.Unit == ChargingRateUnitType.A
            ? period.Limit
            : period.Limit / (voltageV * InUse(phasesInUse, phases));
        return new PhaseLimit(Math.Min(amperes, most.Amperes), phases);
    }

    internal decimal TotalW(int phasesInUse, int voltageV) => Amperes * InUse(phasesInUse, Phases) * voltageV;

    /// <summary>Without a car that says otherwise, all phases.</summary>
    private static int InUse(int byCar, int allowed) => byCar == 0 ? allowed : Math.Min(byCar, allowed);

    internal PhaseLimit And(PhaseLimit other) => new(Math.Min(Amperes, other.Amperes), Math.Min(Phases, other.Phases));

    internal PhasePower Apply(PhasePower demand, int voltageV) =>
        Amperes < LeastAmperes ? PhasePower.None : demand.AtMost((int)(Amperes * voltageV), Phases);
}
