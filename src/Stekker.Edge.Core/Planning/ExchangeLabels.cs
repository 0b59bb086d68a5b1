namespace Stekker.Edge.Core.Planning;

/// <summary>
/// What one more kW would cost in each step for each class of participant, and what it would cost each participant to get
/// elsewhere a kW it leaves: the shortest-path labels of the residual network. Nodes are (step, class) pairs and, per
/// participant, its stored energy after each step; an arc leaves a step, holds or borrows energy over time within the
/// store's bounds (gain 1, or the efficiency where that means discharging), and enters another step. Full lines make some
/// arcs branch (a hyperpath): a car on three phases needs room on each. Labels only ever fall, so the search ends.
/// </summary>
internal sealed class ExchangeLabels
{
    public const int NoSource = -1;

    /// <summary>Differences below this are noise of the arithmetic, in EUR/kWh.</summary>
    public const double Noise = 1e-8;

    private const int MostVisits = 8;

    private readonly Schedule schedule;
    private readonly int steps;
    private readonly Presence presence;
    private readonly int[] queue;
    private readonly bool[] isQueued;
    private readonly RingWatch rings;
    private readonly int[] visits;
    private int queueHead;
    private int queueCount;
    private bool lenient;
    private bool plain;
    private bool ringFree;

    public ExchangeLabels(Schedule schedule)
    {
        this.schedule = schedule;
        steps = schedule.Steps;
        PlaceEur = new double[Schedule.Classes * steps];
        PlaceHow = new Placing[Schedule.Classes * steps];
        InsteadOf = new int[Schedule.Classes * steps];
        NextEur = new double[Schedule.Classes * steps];
        NextHow = new Placing[Schedule.Classes * steps];
        NextInsteadOf = new int[Schedule.Classes * steps];
        LeaveEur = new double[Schedule.Classes * steps];
        LeaveBy = new int[Schedule.Classes * steps];
        SupplyEur = new double[schedule.Count * steps];
        SupplyFrom = new int[schedule.Count * steps];
        ServeEur = new double[schedule.Count];
        ServeFrom = new int[schedule.Count];
        presence = new Presence(schedule);
        rings = new RingWatch(schedule, this);
        queue = new int[schedule.Count];
        isQueued = new bool[schedule.Count];
        visits = new int[schedule.Count];
    }

    /// <summary>A label falls by at least this much; see <see cref="ExchangeSearch"/>.</summary>
    public double Grain { get; set; } = Noise;

    /// <summary>Whether nobody wanted to be looked at more often than the reach allows: all ways are known.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Least price of one kW more, at [class * steps + step].</summary>
    public double[] PlaceEur { get; }

    public Placing[] PlaceHow { get; }

    /// <summary>Whom <see cref="Placing.Instead"/> means.</summary>
    public int[] InsteadOf { get; }

    /// <summary>The way that was best before: for whoever would take the place of itself.</summary>
    public double[] NextEur { get; }

    public Placing[] NextHow { get; }

    public int[] NextInsteadOf { get; }

    /// <summary>Least price at which somebody of the class leaves one kW of the step.</summary>
    public double[] LeaveEur { get; }

    public int[] LeaveBy { get; }

    /// <summary>Price of one unit of stored energy after the step, got in another step; at [participant * steps + step].</summary>
    public double[] SupplyEur { get; }

    /// <summary>The step it is got in; the number of steps means: not at all, it is missing at the end.</summary>
    public int[] SupplyFrom { get; }

    /// <summary>Price of one unit of energy more at the end.</summary>
    public double[] ServeEur { get; }

    public int[] ServeFrom { get; }

    public void Compute(Reach reach)
    {
        int mostVisits = reach switch { Reach.Neighbours => 1, Reach.Near => 3, _ => MostVisits };
        ringFree = reach == Reach.RingFree;
        lenient = ringFree;
        plain = reach == Reach.CarsOnly;
        Array.Fill(LeaveEur, double.PositiveInfinity);
        Array.Fill(LeaveBy, NoSource);
        Array.Fill(PlaceEur, double.PositiveInfinity);
        Array.Fill(SupplyEur, double.PositiveInfinity);
        Array.Fill(SupplyFrom, NoSource);
        Array.Fill(ServeEur, double.PositiveInfinity);
        Array.Fill(ServeFrom, NoSource);
        Array.Clear(PlaceHow);
        Array.Clear(NextHow);
        Array.Clear(visits);
        IsComplete = true;
        queueHead = 0;
        queueCount = 0;
        for (int t = 0; t < steps; t++)
        {
            Place(t);
        }

        for (int i = 0; i < schedule.Count; i++)
        {
            Enqueue(i);
        }

        while (queueCount > 0)
        {
            int i = queue[queueHead];
            queueHead = (queueHead + 1) % queue.Length;
            queueCount--;
            isQueued[i] = false;
            if (visits[i]++ < mostVisits)
            {
                Supply(i);
                if (!plain || schedule.Efficiency[i] == 1)
                {
                    Leave(i);
                }
            }
            else
            {
                IsComplete = false;
            }
        }
    }

    /// <summary>What it costs the participant to draw one kW less in the step.</summary>
    public double LeavingEur(int participant, int step)
    {
        int at = (participant * steps) + step;
        return schedule.PowerKw[at] > Schedule.Nothing ? SupplyEur[at] : SupplyEur[at] / schedule.Efficiency[participant];
    }

    /// <summary>What a unit of energy costs the participant when it draws more in this step.</summary>
    private double EnterEur(int participant, int step)
    {
        int at = (participant * steps) + step;
        double power = schedule.PowerKw[at];
        if (power >= schedule.MostKw[at] - Schedule.Nothing)
        {
            return double.PositiveInfinity;
        }

        int place = (schedule.Class[participant] * steps) + step;
        bool isItself = PlaceHow[place] == Placing.Instead && InsteadOf[place] == participant;
        double price = !isItself ? PlaceEur[place] : NextHow[place] == Placing.Impossible ? double.PositiveInfinity : NextEur[place];
        return price * (power < -Schedule.Nothing ? schedule.Efficiency[participant] : 1);
    }

    private void Enqueue(int participant)
    {
        if (!isQueued[participant])
        {
            isQueued[participant] = true;
            queue[(queueHead + queueCount++) % queue.Length] = participant;
        }
    }

    /// <summary>Where the participant could best get a unit of energy, for every step: from later (borrowing) or from earlier (holding).</summary>
    private void Supply(int participant)
    {
        int lowest = participant * steps;
        int last = schedule.Last[participant];
        int first = schedule.First[participant];
        double[] stored = schedule.Stored;
        double end = schedule.EndEnergy[participant];
        double best = double.PositiveInfinity;
        int from = NoSource;
        double atEnd = stored[lowest + last];
        if (atEnd > schedule.FloorEnergy[lowest + last] + Schedule.Nothing)
        {
            best = atEnd > end + Schedule.Nothing ? 0 : schedule.EndWorth[participant];
            from = steps;
        }

        for (int t = last; t >= first; t--)
        {
            int at = lowest + t;
            if (stored[at] <= schedule.FloorEnergy[at] + Schedule.Nothing)
            {
                best = double.PositiveInfinity;
                from = NoSource;
            }

            double own = EnterEur(participant, t);
            if (best < SupplyEur[at] - Grain && (!ringFree || from == steps || !rings.Passes(participant, from, participant, t, NoSource)))
            {
                SupplyEur[at] = best;
                SupplyFrom[at] = from;
            }

            if (own < best)
            {
                best = own;
                from = t;
            }
        }

        double top = schedule.TopEnergy[participant];
        best = double.PositiveInfinity;
        from = NoSource;
        for (int t = first; t <= last; t++)
        {
            int at = lowest + t;
            double own = EnterEur(participant, t);
            if (best < SupplyEur[at] - Grain && (!ringFree || from == steps || !rings.Passes(participant, from, participant, t, NoSource)))
            {
                SupplyEur[at] = best;
                SupplyFrom[at] = from;
            }

            if (own < best)
            {
                best = own;
                from = t;
            }

            if (stored[at] >= top - Schedule.Nothing)
            {
                best = double.PositiveInfinity;
                from = NoSource;
            }
        }

        if (best < ServeEur[participant] - Grain)
        {
            ServeEur[participant] = best;
            ServeFrom[participant] = from;
        }
    }

    /// <summary>Tells every step the participant is in at what price it would leave.</summary>
    private void Leave(int participant)
    {
        int lowest = participant * steps;
        int ofClass = schedule.Class[participant] * steps;
        for (int t = schedule.First[participant]; t <= schedule.Last[participant]; t++)
        {
            int at = lowest + t;
            if (schedule.PowerKw[at] <= schedule.LeastKw[at] + Schedule.Nothing || double.IsPositiveInfinity(SupplyEur[at]))
            {
                continue;
            }

            double price = LeavingEur(participant, t);
            if (price < LeaveEur[ofClass + t] - Grain)
            {
                LeaveEur[ofClass + t] = price;
                LeaveBy[ofClass + t] = participant;
                Place(t);
            }
        }
    }

    /// <summary>Looks again how one more kW finds its place in the step, and wakes whom it concerns.</summary>
    private void Place(int step)
    {
        double up = schedule.RoomUp(step) > Schedule.Nothing ? schedule.PriceUp(step) : double.PositiveInfinity;
        int instead = NoSource;
        for (int k = 0; k < Schedule.Classes; k++)
        {
            if (LeaveEur[(k * steps) + step] < up - Grain)
            {
                up = LeaveEur[(k * steps) + step];
                instead = LeaveBy[(k * steps) + step];
            }
        }

        Placing how = instead == NoSource ? Placing.FromGrid : Placing.Instead;
        for (int k = 0; k < Schedule.Classes; k++)
        {
            if (k < Schedule.ThreePhase ? k < schedule.Lines : k == Schedule.Battery || schedule.Lines == 3)
            {
                PlaceClass(k, step, up, how, instead);
            }
        }
    }

    private void PlaceClass(int ofClass, int step, double anyEur, Placing anyHow, int anyInstead)
    {
        if (ofClass < Schedule.ThreePhase)
        {
            if (schedule.LineRoom(ofClass, ofClass, step) > Schedule.Nothing)
            {
                Offer(ofClass, step, anyEur, anyHow, anyInstead);
                return;
            }

            OfferInstead(ofClass, ofClass, step);
            if (schedule.Lines == 3)
            {
                OfferThreeForOne(ofClass, Schedule.ThreePhase, step);
            }

            if (schedule.EvLineRoom(ofClass, step) > Schedule.Nothing)
            {
                if (schedule.Lines == 3)
                {
                    OfferThreeForOne(ofClass, Schedule.Battery, step);
                }
                else
                {
                    OfferInstead(ofClass, Schedule.Battery, step);
                }
            }

            return;
        }

        int full = 0;
        double lineByLine = 0;
        for (int l = 0; l < schedule.Lines; l++)
        {
            if (schedule.LineRoom(ofClass, l, step) <= Schedule.Nothing)
            {
                full++;
                lineByLine += LeaveEur[(l * steps) + step];
            }
        }

        if (full == 0)
        {
            Offer(ofClass, step, anyEur, anyHow, anyInstead);
            return;
        }

        OfferInstead(ofClass, ofClass, step);
        OfferInstead(ofClass, ofClass == Schedule.Battery ? Schedule.ThreePhase : Schedule.Battery, step);
        double rest = full == schedule.Lines ? 0 : anyEur * (schedule.Lines - full);
        Offer(ofClass, step, (lineByLine + rest) / schedule.Lines, Placing.LineByLine, anyHow == Placing.Instead ? anyInstead : NoSource);
    }

    /// <summary>Somebody on all lines leaves three times as much; what that frees on the other lines saves its price, or is exported.</summary>
    private void OfferThreeForOne(int ofClass, int leaving, int step)
    {
        double down = CanExportMore(step) ? schedule.PriceDown(step) : double.NegativeInfinity;
        double leave = LeaveEur[(leaving * steps) + step];
        if (lenient || leave >= down - Grain)
        {
            Offer(ofClass, step, Math.Max(leave, (3 * leave) - (2 * down)), Placing.ThreeForOne, LeaveBy[(leaving * steps) + step]);
        }
    }

    private void OfferInstead(int ofClass, int leaving, int step) =>
        Offer(ofClass, step, LeaveEur[(leaving * steps) + step], Placing.Instead, LeaveBy[(leaving * steps) + step]);

    private void Offer(int ofClass, int step, double price, Placing how, int instead)
    {
        int at = (ofClass * steps) + step;
        if (!(price < PlaceEur[at] - Grain) || (ringFree && how != Placing.FromGrid && rings.Returns(ofClass, step, how, instead)))
        {
            return;
        }

        if (PlaceHow[at] != how || InsteadOf[at] != instead)
        {
            NextEur[at] = PlaceEur[at];
            NextHow[at] = PlaceHow[at];
            NextInsteadOf[at] = InsteadOf[at];
        }

        PlaceEur[at] = price;
        PlaceHow[at] = how;
        InsteadOf[at] = instead;
        foreach (int i in presence.Of(ofClass, step))
        {
            if (!isQueued[i] && schedule.PowerKw[(i * steps) + step] < schedule.MostKw[(i * steps) + step] - Schedule.Nothing)
            {
                Enqueue(i);
            }
        }
    }

    private bool CanExportMore(int step) => -schedule.NetKw[step] < schedule.Limits.ExportCapKw[step] - Schedule.Nothing;
}
