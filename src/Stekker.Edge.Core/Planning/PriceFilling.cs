namespace Stekker.Edge.Core.Planning;

/// <summary>
/// The first fill: steps in the order of their price, own sun as a step of its own at what it would have earned. In each the
/// cars that can least do without it charge (fewest steps left for what they need), and where they cannot reach it,
/// <see cref="MakingRoom"/> moves others. High priority is served first and keeps its energy.
/// <para>
/// With one limit per step, no losses and no direct phase this is the optimum: cost depends on the steps' loads alone, the
/// loads that cars can take are a polymatroid, and greedy in the order of price is exact on it. (Seen as a flow: each
/// augmenting path is a shortest one, for moves between steps whose loads stay cost nothing.) Full lines, the direct phase,
/// battery and V2G are left to the exchanges that follow.
/// </para>
/// </summary>
internal sealed class PriceFilling
{
    private readonly Schedule schedule;
    private readonly Presence presence;
    private readonly MakingRoom making;
    private readonly double[] slack;
    private readonly int[] stepsLeft;
    private readonly int[] present;
    private readonly bool[] isInNeed;

    public PriceFilling(Schedule schedule, Presence presence)
    {
        this.schedule = schedule;
        this.presence = presence;
        making = new MakingRoom(schedule, presence);
        slack = new double[schedule.Cars];
        stepsLeft = new int[schedule.Cars];
        present = new int[schedule.Cars];
        isInNeed = new bool[schedule.Cars];
    }

    /// <summary>Fills all there is room for, in whatever small powers.</summary>
    public void Fill() => Fill(isCareful: false);

    /// <summary>Keeps every car to its least power, but where it gets full.</summary>
    public void FillCarefully() => Fill(isCareful: true);

    private void Fill(bool isCareful)
    {
        int steps = schedule.Steps;
        double[] price = new double[steps * 2];
        int[] order = new int[steps * 2];
        int count = 0;
        for (int t = 0; t < steps; t++)
        {
            if (schedule.NetKw[t] < 0)
            {
                price[count] = schedule.Problem.ExportEurPerKwh[t];
                order[count++] = t;
            }

            price[count] = schedule.Problem.ImportEurPerKwh[t];
            order[count++] = t + steps;
        }

        Array.Sort(price, order, 0, count);
        FillFor(isHigh: true, isCareful, order.AsSpan(0, count));
        FillFor(isHigh: false, isCareful, order.AsSpan(0, count));
    }

    private void FillFor(bool isHigh, bool isCareful, ReadOnlySpan<int> order)
    {
        for (int s = 0; s < schedule.Cars; s++)
        {
            isInNeed[s] = schedule.Problem.Sessions[s].IsHighPriority == isHigh && schedule.Unmet(s) > Schedule.Nothing;
            stepsLeft[s] = schedule.Last[s] - schedule.First[s] + 1;
        }

        making.Reopen();
        for (int i = 0; i < order.Length && IsAnyInNeed(); i++)
        {
            bool isSun = order[i] < schedule.Steps;
            int step = isSun ? order[i] : order[i] - schedule.Steps;
            FillStep(step, isSun);
            if (!isCareful)
            {
                MakeRoom(step, isSun);
            }
        }
    }

    private bool IsAnyInNeed()
    {
        for (int s = 0; s < schedule.Cars; s++)
        {
            if (isInNeed[s] && schedule.Unmet(s) > Schedule.Nothing)
            {
                return true;
            }
        }

        return false;
    }

    private void FillStep(int step, bool isSun)
    {
        int cars = 0;
        for (int k = 0; k <= Schedule.ThreePhase; k++)
        {
            foreach (int s in presence.Of(k, step))
            {
                if (!isInNeed[s])
                {
                    continue;
                }

                stepsLeft[s] -= isSun ? 0 : 1;
                int at = schedule.Row[s] + step;
                double need = schedule.Unmet(s);
                if (need > Schedule.Nothing && schedule.PowerKw[at] < schedule.MostKw[at] - Schedule.Nothing)
                {
                    slack[cars] = stepsLeft[s] - (need / schedule.MostKw[at]);
                    present[cars++] = s;
                }
            }
        }

        Array.Sort(slack, present, 0, cars);
        for (int i = 0; i < cars; i++)
        {
            int s = present[i];
            int at = schedule.Row[s] + step;
            double room = Math.Min(schedule.Room(schedule.Class[s], step), StepRoom(step, isSun));
            double kw = Math.Min(Math.Min(room, schedule.MostKw[at] - schedule.PowerKw[at]), schedule.Unmet(s));
            bool tooLittle = schedule.PowerKw[at] + kw < schedule.Problem.Sessions[s].MinChargeKw && kw < schedule.Unmet(s);
            if (kw > Schedule.Nothing && !tooLittle)
            {
                schedule.Add(s, step, kw);
            }
        }
    }

    private void MakeRoom(int step, bool isSun)
    {
        for (double room = StepRoom(step, isSun); room > Schedule.Nothing && making.Put(step, room, isInNeed) > 0;)
        {
            room = StepRoom(step, isSun);
        }
    }

    private double StepRoom(int step, bool isSun) => isSun ? Math.Min(schedule.RoomUp(step), -schedule.NetKw[step]) : schedule.RoomUp(step);
}
