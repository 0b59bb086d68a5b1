namespace Stekker.Edge.Core.Planning;

/// <summary>Who does how much more or less in which step, per unit of an exchange: what it gains, and how far it may go.</summary>
internal sealed class ExchangeSum
{
    /// <summary>Sums of shares below this are none.</summary>
    private const double Dust = 1e-9;

    private readonly Schedule schedule;
    private readonly int steps;
    private readonly double[] change;
    private readonly bool[] isChanged;
    private readonly int[] changed;
    private readonly double[] netChange;
    private readonly double[] evLineChange;
    private readonly double[] siteLineChange;
    private readonly int[] changedSteps;
    private readonly bool[] isChangedStep;
    private int changedCount;
    private int changedStepCount;

    public ExchangeSum(Schedule schedule)
    {
        this.schedule = schedule;
        steps = schedule.Steps;
        change = new double[schedule.Places];
        isChanged = new bool[schedule.Places];
        changed = new int[Way.MostMoves];
        netChange = new double[steps];
        evLineChange = new double[3 * steps];
        siteLineChange = new double[3 * steps];
        changedSteps = new int[Way.MostMoves];
        isChangedStep = new bool[steps];
    }

    public int Count => changedCount;

    public void Set(Way way)
    {
        changedCount = 0;
        changedStepCount = 0;
        for (int i = 0; i < way.Moves; i++)
        {
            int at = way.At[i];
            if (!isChanged[at])
            {
                isChanged[at] = true;
                changed[changedCount++] = at;
            }

            change[at] += way.Kw[i];
        }

        Sum();
    }

    public void Clear()
    {
        for (int i = 0; i < changedCount; i++)
        {
            change[changed[i]] = 0;
            isChanged[changed[i]] = false;
        }
    }

    public void Do(double size)
    {
        for (int i = 0; i < changedCount; i++)
        {
            int at = changed[i];
            if (change[at] != 0)
            {
                schedule.Add(schedule.Of[at], schedule.StepOf(at), change[at] * size);
            }
        }
    }

    /// <summary>The car whose change comes i-th; -1 where that is another change of one told already, or of no car.</summary>
    public int Car(int i)
    {
        int participant = schedule.Of[changed[i]];
        return participant < schedule.Cars && IsFirstOfParticipant(i) ? participant : -1;
    }

    /// <summary>How far it may go with every car that charges staying at its least power or above.</summary>
    public double SizeAboveLeast()
    {
        double size = double.PositiveInfinity;
        for (int i = 0; i < changedCount; i++)
        {
            int at = changed[i];
            int car = schedule.Of[at];
            if (car < schedule.Cars && change[at] < 0)
            {
                double above = schedule.PowerKw[at] - schedule.Problem.Sessions[car].MinChargeKw;
                size = above > Schedule.Nothing ? Math.Min(size, above / -change[at]) : size;
            }
        }

        return double.IsPositiveInfinity(size) ? 0 : size;
    }

    /// <summary>What the participants' changes add up to on the connection.</summary>
    private void Sum()
    {
        for (int i = 0; i < changedCount; i++)
        {
            int at = changed[i];
            int t = schedule.StepOf(at);
            if (!isChangedStep[t])
            {
                isChangedStep[t] = true;
                changedSteps[changedStepCount++] = t;
                netChange[t] = 0;
                for (int l = 0; l < 3; l++)
                {
                    evLineChange[(l * steps) + t] = 0;
                    siteLineChange[(l * steps) + t] = 0;
                }
            }

            AddChange(schedule.Class[schedule.Of[at]], t, change[at]);
        }

        for (int i = 0; i < changedStepCount; i++)
        {
            isChangedStep[changedSteps[i]] = false;
        }
    }

    private void AddChange(int ofClass, int step, double kw)
    {
        netChange[step] += kw;
        int first = ofClass < Schedule.ThreePhase ? ofClass : 0;
        int last = ofClass < Schedule.ThreePhase ? ofClass : schedule.Lines - 1;
        double share = ofClass < Schedule.ThreePhase ? kw : kw / schedule.Lines;
        for (int l = first; l <= last; l++)
        {
            siteLineChange[(l * steps) + step] += share;
            if (ofClass != Schedule.Battery)
            {
                evLineChange[(l * steps) + step] += share;
            }
        }
    }

    /// <summary>EUR per kWh of the move, at the margin.</summary>
    public double Gain()
    {
        double gain = 0;
        for (int i = 0; i < changedStepCount; i++)
        {
            int t = changedSteps[i];
            gain -= netChange[t] * (netChange[t] > 0 ? schedule.PriceUp(t) : schedule.PriceDown(t));
        }

        for (int i = 0; i < changedCount; i++)
        {
            int participant = schedule.Of[changed[i]];
            if (IsFirstOfParticipant(i))
            {
                double energy = EnergyChange(participant);
                double unmet = schedule.Unmet(participant);
                gain += energy > 0 ? (unmet > Schedule.Nothing ? energy * schedule.EndWorth[participant] : 0)
                    : unmet > -Schedule.Nothing ? energy * schedule.EndWorth[participant] : 0;
            }
        }

        return gain;
    }

    private bool IsFirstOfParticipant(int i)
    {
        int participant = schedule.Of[changed[i]];
        for (int j = 0; j < i; j++)
        {
            if (schedule.Of[changed[j]] == participant)
            {
                return false;
            }
        }

        return true;
    }

    private double StoredChange(int at)
    {
        double kw = change[at];
        double power = schedule.PowerKw[at];
        bool discharges = power < -Schedule.Nothing || (power <= Schedule.Nothing && kw < 0);
        return discharges ? kw / schedule.Efficiency[schedule.Of[at]] : kw;
    }

    private double EnergyChange(int participant)
    {
        double energy = 0;
        for (int i = 0; i < changedCount; i++)
        {
            if (schedule.Of[changed[i]] == participant)
            {
                energy += StoredChange(changed[i]);
            }
        }

        return Math.Abs(energy) < Dust ? 0 : energy;
    }

    /// <summary>How far the exchange may go until it meets a limit, a bound or a corner of the cost.</summary>
    public double Size()
    {
        double size = double.PositiveInfinity;
        for (int i = 0; i < changedCount; i++)
        {
            int at = changed[i];
            double kw = change[at];
            double power = schedule.PowerKw[at];
            if (kw > 0)
            {
                double most = power < -Schedule.Nothing ? Math.Min(0, schedule.MostKw[at]) : schedule.MostKw[at];
                size = Math.Min(size, (most - power) / kw);
            }
            else if (kw < 0)
            {
                double least = power > Schedule.Nothing ? Math.Max(0, schedule.LeastKw[at]) : schedule.LeastKw[at];
                size = Math.Min(size, (power - least) / -kw);
            }

            if (IsFirstOfParticipant(i))
            {
                size = Math.Min(size, StoreSize(schedule.Of[at]));
            }
        }

        for (int i = 0; i < changedStepCount; i++)
        {
            size = Math.Min(size, StepSize(changedSteps[i]));
        }

        return size;
    }

    private double StepSize(int step)
    {
        double size = double.PositiveInfinity;
        double kw = netChange[step];
        double net = schedule.NetKw[step];
        if (kw > Dust)
        {
            size = (net < -Schedule.Nothing ? -net : schedule.RoomUp(step)) / kw;
        }
        else if (kw < -Dust)
        {
            size = (net > Schedule.Nothing ? net : schedule.Limits.ExportCapKw[step] + net) / -kw;
        }

        for (int l = 0; l < schedule.Lines; l++)
        {
            int at = (l * steps) + step;
            size = Math.Min(size, Within(siteLineChange[at], schedule.SiteLineKw[at], schedule.Limits.LineLowKw[step], schedule.Limits.LineHighKw[step]));
            size = Math.Min(size, Within(evLineChange[at], schedule.EvLineKw[at], -schedule.Limits.EvLineKw, schedule.Limits.EvLineKw));
        }

        return size;
    }

    private static double Within(double change, double now, double low, double high) =>
        change > Dust ? (high - now) / change : change < -Dust ? (now - low) / -change : double.PositiveInfinity;

    /// <summary>Until a store would be full, at its floor, or a car at its target.</summary>
    private double StoreSize(int participant)
    {
        int lowest = schedule.Row[participant];
        double size = double.PositiveInfinity;
        double sum = 0;
        for (int t = schedule.First[participant]; t <= schedule.Last[participant]; t++)
        {
            int at = lowest + t;
            if (change[at] != 0)
            {
                sum += StoredChange(at);
            }

            if (sum > Dust)
            {
                size = Math.Min(size, (schedule.TopEnergy[participant] - schedule.Stored[at]) / sum);
            }
            else if (sum < -Dust)
            {
                size = Math.Min(size, (schedule.Stored[at] - schedule.FloorEnergy[at]) / -sum);
            }
        }

        double unmet = schedule.Unmet(participant);
        if (sum < -Dust && unmet < -Schedule.Nothing)
        {
            size = Math.Min(size, unmet / sum);
        }
        else if (sum > Dust && unmet > Schedule.Nothing)
        {
            size = Math.Min(size, unmet / sum);
        }

        return size;
    }
}
