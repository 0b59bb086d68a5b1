namespace Stekker.Edge.Core.Planning;

/// <summary>
/// The first fill: steps in the order of their price, own sun as a step of its own at what it would have earned, and in
/// each the cars that can least do without it (fewest cheap steps left for what they need). With one limit per step and
/// every car equally free this is already the optimum (greedy on a polymatroid: cost depends on the steps' loads alone);
/// where cars stand in each other's way the exchanges that follow mend it.
/// </summary>
internal sealed class PriceFilling(Schedule schedule)
{
    private readonly double[] slack = new double[schedule.Cars];
    private readonly int[] stepsLeft = new int[schedule.Cars];
    private readonly int[] present = new int[schedule.Cars];

    public void Fill()
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
        for (int s = 0; s < schedule.Cars; s++)
        {
            stepsLeft[s] = schedule.Last[s] - schedule.First[s] + 1;
        }

        for (int i = 0; i < count; i++)
        {
            bool isSun = order[i] < steps;
            FillStep(isSun ? order[i] : order[i] - steps, isSun);
        }
    }

    private void FillStep(int step, bool isSun)
    {
        int cars = 0;
        for (int s = 0; s < schedule.Cars; s++)
        {
            if (step < schedule.First[s] || step > schedule.Last[s])
            {
                continue;
            }

            stepsLeft[s] -= isSun ? 0 : 1;
            int at = (s * schedule.Steps) + step;
            double need = schedule.Unmet(s);
            if (need > Schedule.Nothing && schedule.PowerKw[at] < schedule.MostKw[at] - Schedule.Nothing)
            {
                double patience = stepsLeft[s] - (need / schedule.MostKw[at]);
                slack[cars] = schedule.Problem.Sessions[s].IsHighPriority ? patience - schedule.Steps : patience;
                present[cars++] = s;
            }
        }

        Array.Sort(slack, present, 0, cars);
        for (int i = 0; i < cars; i++)
        {
            int s = present[i];
            int at = (s * schedule.Steps) + step;
            double room = schedule.Room(schedule.Class[s], step);
            if (isSun)
            {
                room = Math.Min(room, -schedule.NetKw[step]);
            }

            double kw = Math.Min(Math.Min(room, schedule.MostKw[at] - schedule.PowerKw[at]), schedule.Unmet(s));
            bool tooLittle = schedule.PowerKw[at] + kw < schedule.Problem.Sessions[s].MinChargeKw && kw < schedule.Unmet(s);
            if (kw > Schedule.Nothing && !tooLittle)
            {
                schedule.Add(s, step, kw);
            }
        }
    }
}
