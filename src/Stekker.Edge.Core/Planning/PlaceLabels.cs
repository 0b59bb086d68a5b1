namespace Stekker.Edge.Core.Planning;

/// <summary>
/// What one more kW would cost in each step for each class of participant, and how it finds its place: from the grid where
/// there is room, else from somebody who leaves. A full line makes this a hyperpath: a car on three phases needs room on each.
/// </summary>
internal sealed class PlaceLabels
{
    private readonly Schedule schedule;
    private readonly Presence presence;
    private readonly WaitingLine waiting;
    private readonly RingWatch rings;
    private readonly int steps;
    private bool isRingFree;

    public PlaceLabels(Schedule schedule, Presence presence, WaitingLine waiting, RingWatch rings)
    {
        this.schedule = schedule;
        this.presence = presence;
        this.waiting = waiting;
        this.rings = rings;
        steps = schedule.Steps;
        int places = Schedule.Classes * steps;
        Eur = new double[places];
        How = new Placing[places];
        InsteadOf = new int[places];
        NextEur = new double[places];
        NextHow = new Placing[places];
        NextInsteadOf = new int[places];
        LeaveEur = new double[places];
        LeaveBy = new int[places];
    }

    /// <summary>Least price of one kW more, at [class * steps + step].</summary>
    public double[] Eur { get; }

    public Placing[] How { get; }

    /// <summary>Whom <see cref="Placing.Instead"/> means.</summary>
    public int[] InsteadOf { get; }

    /// <summary>The way that was best before: for whoever would take the place of itself.</summary>
    public double[] NextEur { get; }

    public Placing[] NextHow { get; }

    public int[] NextInsteadOf { get; }

    /// <summary>Least price at which somebody of the class leaves one kW of the step.</summary>
    public double[] LeaveEur { get; }

    public int[] LeaveBy { get; }

    /// <summary>A label falls by at least this much; see <see cref="ExchangeSearch"/>.</summary>
    public double Grain { get; set; } = ExchangeLabels.Noise;

    /// <summary>Forgets all but what the grid has room for.</summary>
    public void Begin(bool ringFree)
    {
        isRingFree = ringFree;
        Array.Fill(LeaveEur, double.PositiveInfinity);
        Array.Fill(LeaveBy, ExchangeLabels.NoSource);
        Array.Fill(Eur, double.PositiveInfinity);
        Array.Clear(How);
        Array.Clear(NextHow);
        for (int t = 0; t < steps; t++)
        {
            if (schedule.RoomUp(t) <= Schedule.Nothing)
            {
                continue;
            }

            double up = schedule.PriceUp(t);
            for (int k = 0; k < Schedule.Classes; k++)
            {
                int at = (k * steps) + t;
                if (presence.IsAnybody(at) && schedule.HasLineRoom(k, t))
                {
                    Eur[at] = up;
                    How[at] = Placing.FromGrid;
                    InsteadOf[at] = ExchangeLabels.NoSource;
                }
            }
        }
    }

    /// <summary>Somebody would leave the step at this price.</summary>
    public void Leave(int participant, int step, double price)
    {
        int at = (schedule.Class[participant] * steps) + step;
        if (price < LeaveEur[at] - Grain)
        {
            LeaveEur[at] = price;
            LeaveBy[at] = participant;
            Look(step);
        }
    }

    /// <summary>Looks again how one more kW finds its place in the step, and wakes whom it concerns.</summary>
    private void Look(int step)
    {
        double up = schedule.RoomUp(step) > Schedule.Nothing ? schedule.PriceUp(step) : double.PositiveInfinity;
        int instead = ExchangeLabels.NoSource;
        for (int k = 0; k < Schedule.Classes; k++)
        {
            if (LeaveEur[(k * steps) + step] < up - Grain)
            {
                up = LeaveEur[(k * steps) + step];
                instead = LeaveBy[(k * steps) + step];
            }
        }

        Placing how = instead == ExchangeLabels.NoSource ? Placing.FromGrid : Placing.Instead;
        for (int k = 0; k < Schedule.Classes; k++)
        {
            if (!presence.IsAnybody((k * steps) + step))
            {
                continue;
            }

            if (schedule.HasLineRoom(k, step))
            {
                Offer(k, step, up, how, instead);
            }
            else if (k < Schedule.ThreePhase)
            {
                OfferOnFullLine(k, step);
            }
            else
            {
                OfferOnFullLines(k, step, up, how == Placing.Instead ? instead : ExchangeLabels.NoSource);
            }
        }
    }

    private void OfferOnFullLine(int line, int step)
    {
        OfferInstead(line, line, step);
        if (schedule.Lines == 3)
        {
            OfferThreeForOne(line, Schedule.ThreePhase, step);
        }

        if (schedule.EvLineRoom(line, step) <= Schedule.Nothing)
        {
            return;
        }

        if (schedule.Lines == 3)
        {
            OfferThreeForOne(line, Schedule.Battery, step);
        }
        else
        {
            OfferInstead(line, Schedule.Battery, step);
        }
    }

    private void OfferOnFullLines(int ofClass, int step, double anyEur, int anybody)
    {
        OfferInstead(ofClass, ofClass, step);
        OfferInstead(ofClass, ofClass == Schedule.Battery ? Schedule.ThreePhase : Schedule.Battery, step);
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

        double rest = full == schedule.Lines ? 0 : anyEur * (schedule.Lines - full);
        Offer(ofClass, step, (lineByLine + rest) / schedule.Lines, Placing.LineByLine, anybody);
    }

    /// <summary>Somebody on all lines leaves three times as much; what that frees on the other lines saves its price, or is exported.</summary>
    private void OfferThreeForOne(int ofClass, int leaving, int step)
    {
        double down = CanExportMore(step) ? schedule.PriceDown(step) : double.NegativeInfinity;
        double leave = LeaveEur[(leaving * steps) + step];
        if (isRingFree || leave >= down - Grain)
        {
            Offer(ofClass, step, Math.Max(leave, (3 * leave) - (2 * down)), Placing.ThreeForOne, LeaveBy[(leaving * steps) + step]);
        }
    }

    private void OfferInstead(int ofClass, int leaving, int step) =>
        Offer(ofClass, step, LeaveEur[(leaving * steps) + step], Placing.Instead, LeaveBy[(leaving * steps) + step]);

    private void Offer(int ofClass, int step, double price, Placing how, int instead)
    {
        int at = (ofClass * steps) + step;
        if (!(price < Eur[at] - Grain) || (isRingFree && how != Placing.FromGrid && rings.Returns(ofClass, step, how, instead)))
        {
            return;
        }

        if (How[at] != how || InsteadOf[at] != instead)
        {
            NextEur[at] = Eur[at];
            NextHow[at] = How[at];
            NextInsteadOf[at] = InsteadOf[at];
        }

        Eur[at] = price;
        How[at] = how;
        InsteadOf[at] = instead;
        foreach (int i in presence.Of(ofClass, step))
        {
            if (schedule.PowerKw[schedule.Row[i] + step] < schedule.MostKw[schedule.Row[i] + step] - Schedule.Nothing)
            {
                waiting.Add(i);
            }
        }
    }

    private bool CanExportMore(int step) => -schedule.NetKw[step] < schedule.Limits.ExportCapKw[step] - Schedule.Nothing;
}
