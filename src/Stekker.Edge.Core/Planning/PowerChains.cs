namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Finds the cheapest chain by which a car can draw a fixed power more in a step: it takes the place of another car there,
/// which moves as much to another step, where it takes the place of a third, and so on until there is room, or somebody does
/// without the energy. Since the power is fixed every move can be held against the rule of the least power exactly, which
/// exchanges of any size cannot.
/// </summary>
internal sealed class PowerChains
{
    private const int None = -1;
    /// <summary>A small preference for chains that take away more small powers than one.</summary>
    public const double RuleEur = 1e-3;

    private const int MostMoves = 6;

    /// <summary>Rounding of the sums.</summary>
    private const double Loose = 1e-6;

    /// <summary>Room that is not worth a move of its own.</summary>
    private const double Dust = 1e-4;

    private readonly Schedule schedule;
    private readonly PowerRule rule;
    private readonly Presence presence;
    private readonly int steps;

    /// <summary>By [class * steps + step]: a car of the class wants the power in the step.</summary>
    private readonly double[] costEur;
    private readonly double[] amountKw;
    private readonly double[] leftKw;
    private readonly int[] before;
    private readonly int[] mover;
    private readonly int[] stamp;
    private readonly double[] freedEur;
    private readonly int[] freedStamp;
    private int[] frontier;
    private int[] next;
    private int frontierCount;
    private int nextCount;
    private int search;
    private int root;
    private double kw;
    private double freedAnywayEur;
    private int freedAnyway;
    private int endNode;
    private int endLoser;
    private int endFreed;

    public PowerChains(Schedule schedule, PowerRule rule, Presence presence)
    {
        this.schedule = schedule;
        this.rule = rule;
        this.presence = presence;
        steps = schedule.Steps;
        costEur = new double[4 * steps];
        amountKw = new double[4 * steps];
        leftKw = new double[4 * steps];
        before = new int[4 * steps];
        mover = new int[4 * steps];
        stamp = new int[4 * steps];
        freedEur = new double[steps];
        freedStamp = new int[steps];
        frontier = new int[4 * steps];
        next = new int[4 * steps];
    }

    /// <summary>What the best chain costs, in EUR per kW and step, energy left out at its worth.</summary>
    public double BestEur { get; private set; }

    /// <summary>The chain found: who leaves which step for which; -1 is none.</summary>
    public List<ChainMove> Moves { get; } = [];

    /// <summary>Begins a search for a car that wants this much more in some step.</summary>
    public void Begin(int car, double powerKw)
    {
        search++;
        root = car;
        kw = powerKw;
        nextCount = 0;
        freedAnyway = None;
        freedAnywayEur = 0;
        BestEur = double.PositiveInfinity;
        endNode = None;
    }

    /// <summary>The car may draw it in this step; what that costs in itself.</summary>
    public void Want(int step, double eur) => Reach((schedule.Class[root] * steps) + step, None, root, kw, eur);

    /// <summary>The car may leave this step for it.</summary>
    public void Free(int step, double eur)
    {
        freedStamp[step] = search;
        freedEur[step] = eur;
        double anyway = eur + StepEur(step, -kw);
        if (freedAnyway == None || anyway < freedAnywayEur)
        {
            freedAnyway = step;
            freedAnywayEur = anyway;
        }
    }

    /// <summary>Looks for the cheapest end; stops as soon as one costs no more than this.</summary>
    public void Find(double enoughEur)
    {
        for (int move = 0; move < MostMoves && nextCount > 0 && BestEur > enoughEur; move++)
        {
            (frontier, next) = (next, frontier);
            frontierCount = nextCount;
            nextCount = 0;
            for (int i = 0; i < frontierCount; i++)
            {
                End(frontier[i]);
            }

            for (int i = 0; i < frontierCount && BestEur > enoughEur && move < MostMoves - 1; i++)
            {
                Pass(frontier[i]);
            }
        }
    }

    /// <summary>Lists the moves of the chain found, the root's own among them.</summary>
    public void Trace()
    {
        Moves.Clear();
        int node = endNode;
        if (endLoser != None)
        {
            Moves.Add(new(endLoser, node % steps, None, leftKw[node]));
        }

        while (node != None)
        {
            int from = before[node];
            Moves.Add(new(mover[node], from == None ? endFreed : from % steps, node % steps, amountKw[node]));
            node = from;
        }
    }

    /// <summary>What the grid has room for in the step it gives; whoever comes next makes room for the rest.</summary>
    private void End(int node)
    {
        int z = node % steps;
        int k = node / steps;
        double amount = amountKw[node];
        if (freedStamp[z] == search && Fits(schedule.Class[root], k, z, kw, amount))
        {
            Better(costEur[node] + freedEur[z] + StepEur(z, amount - kw), node, None, z);
        }

        double room = schedule.Room(k, z);
        leftKw[node] = amount;
        if (room >= amount - Loose)
        {
            Better(costEur[node] + StepEur(z, amount) + freedAnywayEur, node, None, freedAnyway);
        }
        else if (room > Dust)
        {
            leftKw[node] = amount - room;
            costEur[node] += StepEur(z, room);
        }
    }

    private void Better(double eur, int node, int loser, int freed)
    {
        if (eur < BestEur)
        {
            BestEur = eur;
            endNode = node;
            endLoser = loser;
            endFreed = freed;
        }
    }

    private void Pass(int node)
    {
        int z = node % steps;
        double amount = leftKw[node];
        for (int k = 0; k <= Schedule.ThreePhase; k++)
        {
            bool isKnown = k == node / steps;
            foreach (int car in presence.Of(k, z))
            {
                double power = schedule.PowerKw[schedule.Row[car] + z];
                if (power < amount - Loose || car == root || IsUsed(car, node))
                {
                    continue;
                }

                if (!isKnown)
                {
                    if (!Fits(k, node / steps, z, amount, amount))
                    {
                        break;
                    }

                    isKnown = true;
                }

                Leave(car, node, z, rule.Smalls(car) + rule.Small(car, power - amount) - rule.Small(car, power));
            }
        }
    }

    private void Leave(int car, int node, int z, int smalls)
    {
        int lowest = schedule.Row[car];
        double amount = leftKw[node];
        int most = Math.Max(1, rule.Smalls(car));
        bool isHeld = false;
        for (int y = z; y <= schedule.Last[car]; y++)
        {
            if (y > z)
            {
                Enter(car, node, y, smalls, most);
            }

            if (schedule.Stored[lowest + y] - amount < schedule.FloorEnergy[lowest + y] - Loose)
            {
                isHeld = true;
                break;
            }
        }

        if (!isHeld && smalls <= most)
        {
            double unmet = schedule.Unmet(car);
            double loss = (Math.Max(0, unmet + amount) - Math.Max(0, unmet)) * schedule.EndWorth[car];
            Better(costEur[node] + loss + freedAnywayEur + RuleGain(car, smalls), node, car, freedAnyway);
        }

        for (int y = z - 1; y >= schedule.First[car] && schedule.Stored[lowest + y] + amount <= schedule.TopEnergy[car] + Loose; y--)
        {
            Enter(car, node, y, smalls, most);
        }
    }

    private void Enter(int car, int node, int y, int smalls, int most)
    {
        int at = schedule.Row[car] + y;
        double power = schedule.PowerKw[at];
        double amount = leftKw[node];
        if (power < -Loose || power + amount > schedule.MostKw[at] + Loose)
        {
            return;
        }

        int after = smalls + rule.Small(car, power + amount) - rule.Small(car, power);
        if (after <= most)
        {
            Reach((schedule.Class[car] * steps) + y, node, car, amount, costEur[node] + RuleGain(car, after));
        }
    }

    private double RuleGain(int car, int after) => RuleEur * (Math.Max(1, after) - Math.Max(1, rule.Smalls(car)));

    private void Reach(int node, int from, int car, double amount, double eur)
    {
        if (stamp[node] == search)
        {
            return;
        }

        stamp[node] = search;
        costEur[node] = eur;
        amountKw[node] = amount;
        before[node] = from;
        mover[node] = car;
        next[nextCount++] = node;
    }

    private bool IsUsed(int car, int node)
    {
        for (int n = node; n != None; n = before[n])
        {
            if (mover[n] == car)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Room for one of a class where one of another leaves.</summary>
    private bool Fits(int leaving, int entering, int step, double leavingKw, double enteringKw)
    {
        if (leaving == entering)
        {
            return leavingKw >= enteringKw - Loose;
        }

        schedule.AddLoad(leaving, step, -leavingKw);
        bool fits = schedule.Room(entering, step) >= enteringKw - Loose && schedule.RoomDown(leaving, step) > -Loose;
        schedule.AddLoad(leaving, step, leavingKw);
        return fits;
    }

    private double StepEur(int step, double more)
    {
        double net = schedule.NetKw[step];
        return Eur(step, net + more) - Eur(step, net);
    }

    private double Eur(int step, double net) => net * (net > 0 ? schedule.Problem.ImportEurPerKwh[step] : schedule.Problem.ExportEurPerKwh[step]);
}
