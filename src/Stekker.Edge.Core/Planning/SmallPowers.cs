namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Small exchanges that take away powers between nothing and the least a car charges with: within one car between two of
/// its steps, with another car that takes over the place, or with one that takes over the energy. Each is weighed exactly and
/// none makes more such powers elsewhere than it takes away. Most cost nothing, since two cars in two full steps can swap.
/// </summary>
internal sealed class SmallPowers(Schedule schedule, PowerRule rule)
{
    /// <summary>Rounding of the sums.</summary>
    private const double Loose = 1e-6;

    private const double MostEur = 1e-4;

    private readonly int steps = schedule.Steps;
    private double bestEur;
    private double bestKw;
    private int bestFrom;
    private int bestTo;
    private int bestOther;
    private int bestOtherTo;

    public void Mend()
    {
        rule.Recount();
        for (int s = 0; s < schedule.Cars; s++)
        {
            while (rule.Smalls(s) > 1 && MendOne(s))
            {
                // Each takes at least one away, so it ends.
            }
        }
    }

    private bool MendOne(int s)
    {
        bestEur = MostEur;
        double least = schedule.Problem.Sessions[s].MinChargeKw;
        for (int x = schedule.First[s]; x <= schedule.Last[s]; x++)
        {
            double kw = schedule.PowerKw[(s * steps) + x];
            if (rule.Small(s, kw) == 0)
            {
                continue;
            }

            ConsiderHandover(s, x, kw);
            ConsiderHandover(s, x, kw - least);
            for (int y = schedule.First[s]; y <= schedule.Last[s]; y++)
            {
                if (y != x)
                {
                    Consider(s, x, y, kw);
                    Consider(s, y, x, least - kw);
                }
            }
        }

        if (bestEur == MostEur)
        {
            return false;
        }

        schedule.Add(s, bestFrom, -bestKw);
        if (bestTo >= 0)
        {
            schedule.Add(s, bestTo, bestKw);
        }

        rule.Count(s);
        if (bestOther >= 0)
        {
            if (bestTo >= 0)
            {
                schedule.Add(bestOther, bestTo, -bestKw);
            }

            schedule.Add(bestOther, bestOtherTo, bestKw);
            rule.Count(bestOther);
        }

        return true;
    }

    /// <summary>The car draws so much less in one step and more in another.</summary>
    private void Consider(int s, int from, int to, double kw)
    {
        double a = schedule.PowerKw[(s * steps) + from];
        double b = schedule.PowerKw[(s * steps) + to];
        if (a < kw - Loose || b < -Loose || b + kw > schedule.MostKw[(s * steps) + to] + Loose)
        {
            return;
        }

        int change = rule.Small(s, a - kw) + rule.Small(s, b + kw) - rule.Small(s, a) - rule.Small(s, b);
        if (change >= 0 || !StoreAllows(s, from, to, kw))
        {
            return;
        }

        int ofClass = schedule.Class[s];
        if (schedule.Room(ofClass, to) >= kw - Loose && schedule.RoomDown(ofClass, from) >= kw - Loose)
        {
            double eur = StepEur(to, kw) + StepEur(from, -kw);
            if (eur < bestEur)
            {
                Remember(eur, from, to, kw, -1, -1);
            }
        }

        if (bestEur <= 0)
        {
            return;
        }

        for (int o = 0; o < schedule.Cars; o++)
        {
            if (o != s && schedule.Class[o] == ofClass && schedule.First[o] <= to && schedule.Last[o] >= to)
            {
                ConsiderWith(s, from, to, kw, o);
            }
        }
    }

    /// <summary>Another car leaves the step as much, and draws it in the first step or anywhere else.</summary>
    private void ConsiderWith(int s, int from, int to, double kw, int other)
    {
        double d = schedule.PowerKw[(other * steps) + to];
        if (d < kw - Loose || d - kw < schedule.LeastKw[(other * steps) + to] - Loose)
        {
            return;
        }

        int leaving = rule.Small(other, d - kw) - rule.Small(other, d);
        int mineAfter = rule.Smalls(other) + leaving;
        for (int z = schedule.First[other]; z <= schedule.Last[other]; z++)
        {
            if (z == to)
            {
                continue;
            }

            double e = schedule.PowerKw[(other * steps) + z];
            if (e < -Loose || e + kw > schedule.MostKw[(other * steps) + z] + Loose)
            {
                continue;
            }

            int after = mineAfter + rule.Small(other, e + kw) - rule.Small(other, e);
            if (after > Math.Max(1, rule.Smalls(other)))
            {
                continue;
            }

            double eur = z == from ? 0 : StepEur(z, kw) + StepEur(from, -kw);
            if (eur < bestEur && (z == from || (schedule.Room(schedule.Class[other], z) >= kw - Loose && schedule.RoomDown(schedule.Class[s], from) >= kw - Loose))
                && StoreAllows(other, to, z, kw))
            {
                Remember(eur, from, to, kw, other, z);
            }
        }
    }

    /// <summary>A car that will be short of energy anyway hands its part of a step to another such car, or takes it over (negative kW).</summary>
    private void ConsiderHandover(int s, int step, double kw)
    {
        if (bestEur <= 0 || !EnergyAllows(s, step, -kw))
        {
            return;
        }

        double a = schedule.PowerKw[(s * steps) + step];
        int mine = rule.Smalls(s) + rule.Small(s, a - kw) - rule.Small(s, a);
        for (int o = 0; o < schedule.Cars; o++)
        {
            if (o == s || schedule.First[o] > step || schedule.Last[o] < step || schedule.EndWorth[o] != schedule.EndWorth[s]
                || schedule.Unmet(kw > 0 ? o : s) < Math.Abs(kw) - Loose)
            {
                continue;
            }

            double d = schedule.PowerKw[(o * steps) + step];
            int theirs = rule.Smalls(o) + rule.Small(o, d + kw) - rule.Small(o, d);
            if (d + kw > schedule.MostKw[(o * steps) + step] + Loose || d + kw < -Loose || d < -Loose
                || theirs > Math.Max(1, rule.Smalls(o)) || mine + theirs >= rule.Smalls(s) + rule.Smalls(o) || !EnergyAllows(o, step, kw) || !Fits(s, o, step, kw))
            {
                continue;
            }

            Remember(0, step, -1, kw, o, step);
            return;
        }
    }

    /// <summary>Room on the lines for one in place of the other.</summary>
    private bool Fits(int s, int other, int step, double kw)
    {
        if (schedule.Class[s] == schedule.Class[other])
        {
            return true;
        }

        (int leaving, int entering, double size) = kw > 0 ? (s, other, kw) : (other, s, -kw);
        schedule.AddLoad(schedule.Class[leaving], step, -size);
        bool fits = schedule.Room(schedule.Class[entering], step) >= size - Loose && schedule.RoomDown(schedule.Class[leaving], step) > -Loose;
        schedule.AddLoad(schedule.Class[leaving], step, size);
        return fits;
    }

    private bool EnergyAllows(int s, int step, double kw)
    {
        for (int t = step; t <= schedule.Last[s]; t++)
        {
            int at = (s * steps) + t;
            if (kw > 0 ? schedule.Stored[at] + kw > schedule.TopEnergy[s] + Loose : schedule.Stored[at] + kw < schedule.FloorEnergy[at] - Loose)
            {
                return false;
            }
        }

        return true;
    }

    private void Remember(double eur, int from, int to, double kw, int other, int otherTo)
    {
        bestEur = eur;
        bestFrom = from;
        bestTo = to;
        bestKw = kw;
        bestOther = other;
        bestOtherTo = otherTo;
    }

    private double StepEur(int step, double kw)
    {
        double net = schedule.NetKw[step];
        double after = net + kw;
        return Eur(step, after) - Eur(step, net);
    }

    private double Eur(int step, double net) => net * (net > 0 ? schedule.Problem.ImportEurPerKwh[step] : schedule.Problem.ExportEurPerKwh[step]);

    private bool StoreAllows(int s, int from, int to, double kw)
    {
        if (from < to)
        {
            for (int t = from; t < to; t++)
            {
                if (schedule.Stored[(s * steps) + t] - kw < schedule.FloorEnergy[(s * steps) + t] - Loose)
                {
                    return false;
                }
            }

            return true;
        }

        for (int t = to; t < from; t++)
        {
            if (schedule.Stored[(s * steps) + t] + kw > schedule.TopEnergy[s] + Loose)
            {
                return false;
            }
        }

        return true;
    }
}
