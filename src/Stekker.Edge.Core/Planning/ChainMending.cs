namespace Stekker.Edge.Core.Planning;

/// <summary>Takes away a car's small powers by the cheapest chain there is: the car leaves the step, or raises it to its least power.</summary>
internal sealed class ChainMending(Schedule schedule, PowerRule rule, PowerChains chains)
{
    private const double Loose = 1e-6;

    /// <summary>What is no worse than this is taken without looking further.</summary>
    private const double EnoughEur = 1e-5;

    private readonly List<ChainMove> best = [];
    private double bestEur;

    public void Mend(double mostEur)
    {
        for (int s = 0; s < schedule.Cars; s++)
        {
            while (rule.Smalls(s) > 1 && Seek(s, mostEur) && Do())
            {
                // Each takes at least one away, so it ends.
            }
        }
    }

    private bool Seek(int s, double mostEur)
    {
        bestEur = mostEur;
        best.Clear();
        double least = schedule.Problem.Sessions[s].MinChargeKw;
        for (int x = schedule.First[s]; x <= schedule.Last[s] && bestEur > EnoughEur; x++)
        {
            double kw = schedule.PowerKw[schedule.Row[s] + x];
            if (rule.IsSmall(s, kw))
            {
                Move(s, x, kw);
                Raise(s, x, least - kw);
                RaiseShort(s, x, least - kw);
                Lose(s, x, kw);
            }
        }

        return best.Count > 0;
    }

    /// <summary>Elsewhere what it draws here.</summary>
    private void Move(int s, int x, double kw)
    {
        chains.Begin(s, kw);
        chains.Free(x, 0);
        int lowest = schedule.Row[s];
        for (int y = x; y <= schedule.Last[s]; y++)
        {
            Want(y);
            if (schedule.Stored[lowest + y] - kw < schedule.FloorEnergy[lowest + y] - Loose)
            {
                break;
            }
        }

        for (int y = x - 1; y >= schedule.First[s] && schedule.Stored[lowest + y] + kw <= schedule.TopEnergy[s] + Loose; y--)
        {
            Want(y);
        }

        Find();

        void Want(int y)
        {
            double power = schedule.PowerKw[lowest + y];
            if (y != x && power >= -Loose && power + kw <= schedule.MostKw[lowest + y] + Loose)
            {
                int change = rule.Small(s, power + kw) - rule.Small(s, power) - 1;
                if (change < 0)
                {
                    chains.Want(y, change * PowerChains.RuleEur);
                }
            }
        }
    }

    /// <summary>So much more here and less elsewhere.</summary>
    private void Raise(int s, int x, double kw)
    {
        chains.Begin(s, kw);
        int lowest = schedule.Row[s];
        bool any = false;
        for (int y = x + 1; y <= schedule.Last[s] && schedule.Stored[lowest + y - 1] + kw <= schedule.TopEnergy[s] + Loose; y++)
        {
            Free(y);
        }

        for (int y = x - 1; y >= schedule.First[s] && schedule.Stored[lowest + y] - kw >= schedule.FloorEnergy[lowest + y] - Loose; y--)
        {
            Free(y);
        }

        if (any)
        {
            chains.Want(x, -PowerChains.RuleEur);
            Find();
        }

        void Free(int y)
        {
            double power = schedule.PowerKw[lowest + y];
            int change = rule.Small(s, power - kw) - rule.Small(s, power);
            if (power >= kw - Loose && change <= 0)
            {
                chains.Free(y, change * PowerChains.RuleEur);
                any = true;
            }
        }
    }

    /// <summary>So much more here, and at the end: for a car that would lack it.</summary>
    private void RaiseShort(int s, int x, double kw)
    {
        for (int t = x; t <= schedule.Last[s]; t++)
        {
            if (schedule.Stored[schedule.Row[s] + t] + kw > schedule.TopEnergy[s] + Loose)
            {
                return;
            }
        }

        if (schedule.Unmet(s) >= kw - Loose)
        {
            chains.Begin(s, kw);
            chains.Want(x, -PowerChains.RuleEur - (kw * schedule.EndWorth[s]));
            Find();
        }
    }

    private void Lose(int s, int x, double kw)
    {
        for (int t = x; t <= schedule.Last[s]; t++)
        {
            if (schedule.Stored[schedule.Row[s] + t] - kw < schedule.FloorEnergy[schedule.Row[s] + t] - Loose)
            {
                return;
            }
        }

        double unmet = schedule.Unmet(s);
        double loss = (Math.Max(0, unmet + kw) - Math.Max(0, unmet)) * schedule.EndWorth[s];
        if (loss < bestEur)
        {
            bestEur = loss;
            best.Clear();
            best.Add(new(s, x, -1, kw));
        }
    }

    private void Find()
    {
        chains.Find(EnoughEur - PowerChains.RuleEur);
        if (chains.BestEur < bestEur)
        {
            bestEur = chains.BestEur;
            chains.Trace();
            best.Clear();
            best.AddRange(chains.Moves);
        }
    }

    /// <summary>Each move was looked at alone; where they get in each other's way they are taken back.</summary>
    private bool Do()
    {
        Move(1);
        bool fits = true;
        foreach (ChainMove move in best)
        {
            int before = rule.Smalls(move.Car);
            rule.Count(move.Car);
            fits &= Fits(move.Car, move.From) && Fits(move.Car, move.To) && rule.Smalls(move.Car) <= Math.Max(1, before);
        }

        if (!fits)
        {
            Move(-1);
            foreach (ChainMove move in best)
            {
                rule.Count(move.Car);
            }
        }

        return fits;
    }

    private void Move(int times)
    {
        foreach (ChainMove move in best)
        {
            Add(move.Car, move.From, -move.Kw * times);
            Add(move.Car, move.To, move.Kw * times);
        }
    }

    private void Add(int car, int step, double kw)
    {
        if (step >= 0)
        {
            schedule.Add(car, step, kw);
        }
    }

    private bool Fits(int car, int step) =>
        step < 0 || (schedule.Room(schedule.Class[car], step) > -Loose * 10 && schedule.RoomDown(schedule.Class[car], step) > -Loose * 10);
}
