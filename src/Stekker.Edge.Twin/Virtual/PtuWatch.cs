using System.Globalization;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>
/// No PTU's average import above the contracted capacity. Without a fault only the building's own excess is forgiven. With one, what could not
/// be avoided any more is: what was left for cars to draw after it was clear that the rest of the PTU would be needed in full is not.
/// </summary>
internal sealed class PtuWatch(SiteConfiguration site, DateTimeOffset start, Reach reach, Violations violations, ExcuseBook excuses)
{
    /// <summary>What one second of all cars at a usual site comes to: readings are a second old when they are acted on.</summary>
    private const double ToleranceFraction = 0.001;

    private readonly double limitW = site.Grid.ImportLimit.Value;
    private readonly bool isContracted = site.Grid.Gtv is not null;
    private readonly double voltageV = site.Grid.Voltage.Decivolts / 10.0;
    private readonly double settlingS = site.Balancing.Balancer.Settling.TotalSeconds + 1;
    private DateTimeOffset ptu = Ptu.StartOf(start);
    private bool isWhole = Ptu.StartOf(start) == start;
    private double usedWs;
    private double buildingOverWs;
    private double beyondOverWs;
    private double unseenWs;
    private double avoidableWs;
    private double settlingWs;
    private bool hadFault;
    private bool wasUncontrolled;
    private bool wasBlind;

    public double PeakW { get; private set; }

    public DateTimeOffset PeakAt { get; private set; }

    public long Ptus { get; private set; }

    /// <summary>PTUs above 95 % of the limit: how close the site is driven.</summary>
    public long PtusNearLimit { get; private set; }

    /// <summary>While a car could have taken more: what cars took, and what there was for them.</summary>
    public double UsedHeadroomWs { get; private set; }

    public double HeadroomWs { get; private set; }

    public void Passes(TwinWorld world, double seconds)
    {
        DateTimeOffset now = world.Utc;
        if (now >= ptu + Ptu.Length)
        {
            Close();
            ptu = Ptu.StartOf(now);
        }

        double buildingA = 0;
        for (int p = 0; p < world.Settings.GridPhases; p++)
        {
            buildingA += Reach.BuildingA(world, p);
        }

        double beyondW = 0;
        double carsW = 0;
        bool wants = false;
        bool uncontrolled = reach.IsUncontrolled(world.At);
        for (int i = 0; i < world.Evses.Length; i++)
        {
            Evse evse = world.Evses[i];
            double powerW = evse.PowerW;
            carsW += powerW;
            beyondW += uncontrolled || reach.IsBeyond(i, world.At) ? powerW : 0;
            hadFault |= powerW > 0 && reach.IsBeyond(i, world.At);
            wants |= evse.Energised && evse.Car is { IsFull: false, IsAsleep: false } car
                && evse.DrawA < Math.Min(car.Settings.MaxA, evse.Settings.MaxA) - 0.5 && car.Fraction < car.Settings.TaperFrom;
        }

        double buildingW = buildingA * voltageV;
        Count(world, seconds, buildingW, carsW, beyondW, uncontrolled);
        if (wants)
        {
            UsedHeadroomWs += carsW * seconds;
            HeadroomWs += Math.Max(0, limitW - buildingW) * seconds;
        }
    }

    private void Count(TwinWorld world, double seconds, double buildingW, double carsW, double beyondW, bool uncontrolled)
    {
        double importW = buildingW + carsW;
        usedWs += Math.Max(0, importW) * seconds;
        buildingOverWs += Math.Max(0, buildingW - limitW) * seconds;
        beyondOverWs += Math.Max(0, buildingW + beyondW - limitW) * seconds;
        wasUncontrolled |= uncontrolled;
        wasBlind |= reach.IsBlind(world.At);
        hadFault |= uncontrolled || wasBlind;
        double remainingS = (ptu + Ptu.Length - world.Utc).TotalSeconds;
        double restW = Math.Max(0, buildingW + beyondW);
        double controllableW = carsW - beyondW;
        if (usedWs + (restW * remainingS) > limitW * Ptu.Length.TotalSeconds && controllableW > 0)
        {
            avoidableWs += controllableW * seconds;
            settlingWs = Math.Max(settlingWs, controllableW * settlingS);
        }

        if (reach.IsBlind(world.At))
        {
            double unseenA = 0;
            for (int p = 0; p < world.Settings.GridPhases; p++)
            {
                unseenA += reach.UnseenA(world, p);
            }

            unseenWs += unseenA * voltageV * seconds;
        }
    }

    private void Close()
    {
        double limitWs = limitW * Ptu.Length.TotalSeconds;
        if (isWhole)
        {
            Ptus++;
            PtusNearLimit += usedWs > 0.95 * limitWs ? 1 : 0;
            double averageW = usedWs / Ptu.Length.TotalSeconds;
            (PeakW, PeakAt) = averageW > PeakW ? (averageW, ptu) : (PeakW, PeakAt);
            if (isContracted && usedWs > limitWs * (1 + ToleranceFraction))
            {
                Judge(limitWs);
            }
        }

        isWhole = true;
        (usedWs, buildingOverWs, beyondOverWs, unseenWs, avoidableWs, settlingWs) = (0, 0, 0, 0, 0, 0);
        (hadFault, wasUncontrolled, wasBlind) = (false, false, false);
    }

    private void Judge(double limitWs)
    {
        double toleratedWs = limitWs * ToleranceFraction;
        double overWs = usedWs - limitWs - toleratedWs;
        bool byFault = hadFault && (overWs <= beyondOverWs + unseenWs || avoidableWs <= settlingWs + unseenWs);
        if (overWs <= buildingOverWs)
        {
            excuses.CountPtu(Excuse.BuildingAlone);
        }
        else if (byFault)
        {
            excuses.CountPtu(wasUncontrolled ? Excuse.EdgeDown : wasBlind && unseenWs > 0 ? Excuse.MeterSilent : Excuse.ChargerBeyondReach);
        }
        else
        {
            violations.Add("PTU", ptu, string.Create(
                CultureInfo.InvariantCulture,
                $"{usedWs / 900:0} W of {limitW:0} W on average; the building's own excess accounts for {buildingOverWs / 900:0} W, chargers beyond reach for {beyondOverWs / 900:0} W, {avoidableWs / 900:0} W could have been avoided"));
        }
    }
}
