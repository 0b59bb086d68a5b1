namespace Stekker.Edge.Core.Planning;

/// <summary>Takes away a car's small powers by the cheapest chain there is: the car leaves the step, or raises it to its least power.</summary>
internal sealed class ChainMending(Schedule schedule, PowerRule rule, PowerChains chains)
{
    private const double Loose = 1e-6;

    /// <summary>What is no worse than this is taken without looking further.</summary>
    private const double EnoughEur = 1e-5;

    /// <summary>Energy, in kW and step, that is worth a chain.</summary>
    private const double LeastServed = 0.01;

    private readonly int steps = schedule.Steps;
    private readonly List<ChainMove> best = [];
    private readonly List<ChainMove> undo = [];
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

    /// <summary>Serves cars that lack energy by chains that leave less unmet in all. False where there is none.</summary>
    public bool Serve()
    {
        bool any = false;
        for (int s = 0; s < schedule.Cars; s++)
        {
            while (schedule.Unmet(s) > LeastServed && (ServeOne(s) || ServeAndMend(s)))
            {
                any = true;
            }
        }

        return any;
    }

    /// <summary>Gives a car what there is room for in some step, though it breaks the rule there, where mending that costs less.</summary>
    private bool ServeAndMend(int s)
    {
        for (int x = schedule.Last[s]; x >= schedule.First[s]; x--)
        {
            int at = (s * steps) + x;
            double kw = Math.Min(Math.Min(schedule.Room(schedule.Class[s], x), schedule.MostKw[at] - schedule.PowerKw[at]), schedule.Unmet(s));
            if (kw < LeastServed || schedule.PowerKw[at] < -Loose || !TopAllows(s, x, kw))
            {
                continue;
            }

            undo.Clear();
            double before = Worth();
            Apply(new(s, -1, x, kw));
            rule.Count(s);
            while (rule.Smalls(s) > 1 && Seek(s, kw * schedule.EndWorth[s]) && Do())
            {
                // Each takes at least one away, so it ends.
            }

            if (rule.Smalls(s) <= 1 && Worth() < before - (LeastServed * schedule.EndWorth[s]))
            {
                return true;
            }

            UndoFrom(0);
        }

        return false;
    }

    private bool TopAllows(int s, int x, double kw)
    {
        for (int t = x; t <= schedule.Last[s]; t++)
        {
            if (schedule.Stored[(s * steps) + t] + kw > schedule.TopEnergy[s] + Loose)
            {
                return false;
            }
        }

        return true;
    }

    private double Worth() => schedule.UnmetWorth() + (schedule.CostEur() / schedule.Problem.StepHours);

    private void Apply(ChainMove move)
    {
        Add(move.Car, move.From, -move.Kw);
        Add(move.Car, move.To, move.Kw);
        undo.Add(move);
    }

    private void UndoFrom(int first)
    {
        for (int i = undo.Count - 1; i >= first; i--)
        {
            Add(undo[i].Car, undo[i].From, undo[i].Kw);
            Add(undo[i].Car, undo[i].To, -undo[i].Kw);
            rule.Count(undo[i].Car);
        }

        undo.RemoveRange(first, undo.Count - first);
    }

    private bool ServeOne(int s)
    {
        bestEur = -LeastServed * schedule.EndWorth[s];
        best.Clear();
        double unmet = schedule.Unmet(s);
        double least = schedule.Problem.Sessions[s].MinChargeKw;
        if (unmet >= least - Loose)
        {
            ServeWith(s, least);
        }

        double most = double.PositiveInfinity;
        for (int i = 0; i < 3 && most > LeastServed; i++)
        {
            // The largest amount the car could still take in a step, then the next, as far as the car lacks it.
            double amount = 0;
            for (int x = schedule.First[s]; x <= schedule.Last[s]; x++)
            {
                double spare = Math.Min(unmet, schedule.MostKw[(s * steps) + x] - schedule.PowerKw[(s * steps) + x]);
                amount = spare < most - Loose && spare > amount ? spare : amount;
            }

            most = amount;
            if (amount > LeastServed)
            {
                ServeWith(s, amount);
            }
        }

        return best.Count > 0 && Do();
    }

    private void ServeWith(int s, double kw)
    {
        chains.Begin(s, kw);
        int lowest = s * steps;
        for (int x = schedule.Last[s]; x >= schedule.First[s] && schedule.Stored[lowest + x] + kw <= schedule.TopEnergy[s] + Loose; x--)
        {
            double power = schedule.PowerKw[lowest + x];
            if (power >= -Loose && power + kw <= schedule.MostKw[lowest + x] + Loose
                && rule.Smalls(s) + rule.Small(s, power + kw) - rule.Small(s, power) <= Math.Max(1, rule.Smalls(s)))
            {
                chains.Want(x, -kw * schedule.EndWorth[s]);
            }
        }

        Find(double.NegativeInfinity);
    }

    /// <summary>Of all cars the one that costs least.</summary>
    public bool MendCheapest()
    {
        bestEur = double.PositiveInfinity;
        best.Clear();
        for (int s = 0; s < schedule.Cars; s++)
        {
            if (rule.Smalls(s) > 1)
            {
                SeekBetter(s);
            }
        }

        return best.Count > 0 && Do();
    }

    private bool Seek(int s, double mostEur)
    {
        bestEur = mostEur;
        best.Clear();
        SeekBetter(s);
        return best.Count > 0;
    }

    private void SeekBetter(int s)
    {
        double least = schedule.Problem.Sessions[s].MinChargeKw;
        for (int x = schedule.First[s]; x <= schedule.Last[s]; x++)
        {
            double kw = schedule.PowerKw[(s * steps) + x];
            if (rule.IsSmall(s, kw))
            {
                Move(s, x, kw);
                Raise(s, x, least - kw);
                RaiseShort(s, x, least - kw);
                Lose(s, x, kw);
            }
        }
    }

    /// <summary>Elsewhere what it draws here.</summary>
    private void Move(int s, int x, double kw)
    {
        chains.Begin(s, kw);
        chains.Free(x, 0);
        int lowest = s * steps;
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
        int lowest = s * steps;
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
            if (schedule.Stored[(s * steps) + t] + kw > schedule.TopEnergy[s] + Loose)
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
            if (schedule.Stored[(s * steps) + t] - kw < schedule.FloorEnergy[(s * steps) + t] - Loose)
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

    private void Find(double enoughEur = EnoughEur - PowerChains.RuleEur)
    {
        chains.Find(enoughEur);
        if (chains.BestEur < bestEur)
        {
            bestEur = chains.BestEur;
            chains.Trace();
            best.Clear();
            best.AddRange(chains.Moves);
        }
    }

    private bool Do()
    {
        int first = undo.Count;
        foreach (ChainMove move in best)
        {
            Apply(move);
        }

        bool fits = true;
        foreach (ChainMove move in best)
        {
            int before = rule.Smalls(move.Car);
            rule.Count(move.Car);
            fits &= Fits(move.Car, move.From) && Fits(move.Car, move.To) && rule.Smalls(move.Car) <= Math.Max(1, before);
        }

        if (!fits)
        {
            UndoFrom(first);
        }

        return fits;
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
