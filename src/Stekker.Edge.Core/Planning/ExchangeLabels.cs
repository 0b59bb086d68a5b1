namespace Stekker.Edge.Core.Planning;

/// <summary>
/// What it would cost each participant to get elsewhere a kW it leaves: the shortest-path labels of the residual network.
/// Nodes are (step, class) pairs (<see cref="PlaceLabels"/>) and, per participant, its stored energy after each step; an arc
/// leaves a step, holds or borrows energy over time within the store's bounds (gain 1, or the efficiency where that means
/// discharging), and enters another step. Labels only ever fall, and nobody is looked at more often than the reach allows, so
/// this ends.
/// </summary>
internal sealed class ExchangeLabels
{
    public const int NoSource = -1;

    /// <summary>Differences below this are noise of the arithmetic, in EUR/kWh.</summary>
    public const double Noise = 1e-8;

    /// <summary>Losses can make labels fall for ever, around a ring that gains; long before this they have.</summary>
    private const int MostVisits = 8;

    private readonly Schedule schedule;
    private readonly int steps;
    private readonly WaitingLine waiting;
    private readonly RingWatch rings;
    private readonly int[] visits;
    private readonly double[] enterEur;
    private bool isRingFree;

    public ExchangeLabels(Schedule schedule, Presence presence)
    {
        this.schedule = schedule;
        steps = schedule.Steps;
        SupplyEur = new double[schedule.Places];
        SupplyFrom = new int[schedule.Places];
        ServeEur = new double[schedule.Count];
        ServeFrom = new int[schedule.Count];
        waiting = new WaitingLine(schedule.Count);
        rings = new RingWatch(schedule, this);
        Places = new PlaceLabels(schedule, presence, waiting, rings);
        visits = new int[schedule.Count];
        enterEur = new double[steps];
    }

    public PlaceLabels Places { get; }

    /// <summary>Whether nobody wanted to be looked at more often than the reach allows: all ways are known.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Price of one unit of stored energy after the step, got in another step; by place.</summary>
    public double[] SupplyEur { get; }

    /// <summary>The step it is got in; the number of steps means: not at all, it is missing at the end.</summary>
    public int[] SupplyFrom { get; }

    /// <summary>Price of one unit of energy more at the end.</summary>
    public double[] ServeEur { get; }

    public int[] ServeFrom { get; }

    public void Compute(Reach reach)
    {
        int mostVisits = reach switch { Reach.Neighbours => 1, Reach.Near => 3, _ => MostVisits };
        isRingFree = reach == Reach.RingFree;
        IsComplete = true;
        Places.Begin(isRingFree);
        Array.Fill(SupplyEur, double.PositiveInfinity);
        Array.Fill(SupplyFrom, NoSource);
        Array.Fill(ServeEur, double.PositiveInfinity);
        Array.Fill(ServeFrom, NoSource);
        Array.Clear(visits);
        for (int i = 0; i < schedule.Count; i++)
        {
            waiting.Add(i);
        }

        while (waiting.TryNext(out int i))
        {
            if (visits[i]++ >= mostVisits)
            {
                IsComplete = false;
                continue;
            }

            Enter(i);
            Supply(i);
            if (reach != Reach.CarsOnly || schedule.Efficiency[i] == 1)
            {
                Leave(i);
            }
        }
    }

    /// <summary>What it costs the participant to draw one kW less in the step.</summary>
    public double LeavingEur(int participant, int step)
    {
        int at = schedule.Row[participant] + step;
        return schedule.PowerKw[at] > Schedule.Nothing ? SupplyEur[at] : SupplyEur[at] / schedule.Efficiency[participant];
    }

    /// <summary>What a unit of energy costs the participant when it draws more in each step.</summary>
    private void Enter(int participant)
    {
        int place = schedule.Class[participant] * steps;
        int lowest = schedule.Row[participant];
        double efficiency = schedule.Efficiency[participant];
        for (int t = schedule.First[participant]; t <= schedule.Last[participant]; t++)
        {
            double power = schedule.PowerKw[lowest + t];
            double price = double.PositiveInfinity;
            if (power < schedule.MostKw[lowest + t] - Schedule.Nothing)
            {
                bool isItself = Places.InsteadOf[place + t] == participant && Places.How[place + t] == Placing.Instead;
                price = !isItself ? Places.Eur[place + t] : Places.NextHow[place + t] == Placing.Impossible ? double.PositiveInfinity : Places.NextEur[place + t];
                price *= power < -Schedule.Nothing ? efficiency : 1;
            }

            enterEur[t] = price;
        }
    }

    /// <summary>Where the participant could best get a unit of energy, for every step: from later (borrowing) or from earlier (holding).</summary>
    private void Supply(int participant)
    {
        int lowest = schedule.Row[participant];
        int last = schedule.Last[participant];
        int first = schedule.First[participant];
        double best = double.PositiveInfinity;
        int from = NoSource;
        double atEnd = schedule.Stored[lowest + last];
        if (atEnd > schedule.FloorEnergy[lowest + last] + Schedule.Nothing)
        {
            best = atEnd > schedule.EndEnergy[participant] + Schedule.Nothing ? 0 : schedule.EndWorth[participant];
            from = steps;
        }

        for (int t = last; t >= first; t--)
        {
            if (schedule.Stored[lowest + t] <= schedule.FloorEnergy[lowest + t] + Schedule.Nothing)
            {
                best = double.PositiveInfinity;
                from = NoSource;
            }

            Offer(participant, t, best, from);
            if (enterEur[t] < best)
            {
                best = enterEur[t];
                from = t;
            }
        }

        double top = schedule.TopEnergy[participant];
        best = double.PositiveInfinity;
        from = NoSource;
        for (int t = first; t <= last; t++)
        {
            Offer(participant, t, best, from);
            if (enterEur[t] < best)
            {
                best = enterEur[t];
                from = t;
            }

            if (schedule.Stored[lowest + t] >= top - Schedule.Nothing)
            {
                best = double.PositiveInfinity;
                from = NoSource;
            }
        }

        if (best < ServeEur[participant] - Places.Grain)
        {
            ServeEur[participant] = best;
            ServeFrom[participant] = from;
        }
    }

    private void Offer(int participant, int step, double price, int from)
    {
        int at = schedule.Row[participant] + step;
        if (price < SupplyEur[at] - Places.Grain && (!isRingFree || from == steps || !rings.Passes(participant, from, participant, step, NoSource)))
        {
            SupplyEur[at] = price;
            SupplyFrom[at] = from;
        }
    }

    /// <summary>Tells every step the participant is in at what price it would leave.</summary>
    private void Leave(int participant)
    {
        int lowest = schedule.Row[participant];
        for (int t = schedule.First[participant]; t <= schedule.Last[participant]; t++)
        {
            int at = lowest + t;
            if (schedule.PowerKw[at] > schedule.LeastKw[at] + Schedule.Nothing && !double.IsPositiveInfinity(SupplyEur[at]))
            {
                Places.Leave(participant, t, LeavingEur(participant, t));
            }
        }
    }
}
