using System.Collections.Immutable;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

public enum FaultKind
{
    /// <summary>A charger's connection ends, and both ends know.</summary>
    LineClosed,

    /// <summary>Nothing gets through to a charger any more, and nobody is told.</summary>
    LineHalfOpen,
    EdgeKilled,
    MeterSilent,

    /// <summary>The router loses its power and wakes without the time.</summary>
    ClockLost,
    LedgerFull,
    LimitIgnored,
    LimitRoundedUp,
}

/// <summary>A fault that a scenario plans.</summary>
/// <param name="ChargePointId">Whose, where it is a charger's; null takes any.</param>
public sealed record PlannedFault(FaultKind Kind, TimeSpan At, TimeSpan For, string? ChargePointId = null);

/// <summary>How often a fault happens by itself at a site.</summary>
public sealed record FaultRate(FaultKind Kind, double PerDay);

/// <summary>When which fault comes next, and how long it lasts.</summary>
internal sealed class FaultSchedule(ImmutableArray<FaultRate> rates, ImmutableArray<PlannedFault> planned, ImmutableArray<string> chargePoints, Dice dice)
{
    private readonly double perDay = rates.Sum(r => r.PerDay);

    public IEnumerable<PlannedFault> Planned => planned;

    /// <summary>The next one by chance; null where there are none.</summary>
    public PlannedFault? Next(TimeSpan after)
    {
        if (perDay <= 0)
        {
            return null;
        }

        double pick = dice.Next() * perDay;
        FaultKind kind = rates[^1].Kind;
        foreach (FaultRate rate in rates)
        {
            pick -= rate.PerDay;
            if (pick < 0)
            {
                kind = rate.Kind;
                break;
            }
        }

        return new PlannedFault(kind, after + dice.Wait(TimeSpan.FromDays(1) / perDay), Lasts(kind), dice.Pick(chargePoints));
    }

    /// <summary>Mostly short, and now and then so long that profiles lapse (an hour).</summary>
    private TimeSpan Lasts(FaultKind kind) => kind switch
    {
        FaultKind.EdgeKilled => dice.Chance(0.1) ? Minutes(65, 110) : Minutes(0.05, 10),
        FaultKind.LineClosed or FaultKind.LineHalfOpen => dice.Chance(0.07) ? Minutes(65, 120) : Minutes(0.3, 40),
        FaultKind.MeterSilent => dice.Chance(0.6) ? Minutes(0.08, 1) : Minutes(1, 20),
        FaultKind.ClockLost => Minutes(1, 30),
        FaultKind.LedgerFull => Minutes(1, 60),
        _ => Minutes(0.3, 30),
    };

    /// <summary>Evenly over the orders of magnitude.</summary>
    private TimeSpan Minutes(double least, double most) =>
        TimeSpan.FromSeconds(Math.Ceiling(60 * least * Math.Pow(most / least, dice.Next())));
}
