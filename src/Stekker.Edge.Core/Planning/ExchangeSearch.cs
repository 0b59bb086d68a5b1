namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Improves a schedule by exchanges until none is left that gains: negative-cycle cancelling, with all labels found at once
/// and every gainful cycle among them tried before they are found anew.
/// </summary>
internal sealed class ExchangeSearch
{
    private const int MostRounds = 400;

    private const int MostForced = 12;

    /// <summary>So many in a row that gain nothing now: the labels have become stale.</summary>
    private const int MostFailures = 40;

    /// <summary>
    /// Where there are stores, exchanges that gain this much per kWh come first: labels then fall in fewer, larger steps, and
    /// rings of losses, along which they could fall for ever by next to nothing, are not followed.
    /// </summary>
    private static readonly double[] Grains = [0.02, 0.004];

    /// <summary>In this order: short paths are found sooner and go wrong less often.</summary>
    private static readonly Reach[] Reaches = [Reach.Neighbours, Reach.Near, Reach.All, Reach.RingFree, Reach.CarsOnly];
    private const int FullReach = 2;

    private readonly Schedule schedule;
    private readonly ExchangeLabels labels;
    private readonly Exchange exchange;
    private readonly PowerRule rule;
    private readonly OwnShifts own;
    private readonly bool hasStores;
    private double[] gains = new double[64];
    private int[] places = new int[64];
    private int found;

    public ExchangeSearch(Schedule schedule, PowerRule rule, Presence presence)
    {
        this.schedule = schedule;
        this.rule = rule;
        labels = new ExchangeLabels(schedule, presence);
        exchange = new Exchange(schedule, labels, rule);
        own = new OwnShifts(schedule);
        for (int i = 0; i < schedule.Count; i++)
        {
            hasStores |= schedule.IsStore(i);
        }
    }

    public int Rounds { get; private set; }

    public void Improve()
    {
        if (hasStores)
        {
            foreach (double grain in Grains)
            {
                own.Improve(grain);
                labels.Places.Grain = grain;
                for (int round = 0; round < MostRounds; round++)
                {
                    Rounds++;
                    labels.Compute(Reach.All);
                    if (!Round())
                    {
                        break;
                    }
                }
            }

            labels.Places.Grain = ExchangeLabels.Noise;
        }

        ImproveFinely();
    }

    /// <summary>Improves with every exchange keeping the rule of the least power, and gives the bounds back as they were.</summary>
    public void ImproveHeld()
    {
        rule.Hold();
        ImproveFinely();
        rule.Release();
        rule.Recount();
    }

    /// <summary>Improves by whatever gains at all.</summary>
    public void ImproveFinely()
    {
        int reach = 0;
        bool isNews = false;
        for (int round = 0; round < MostRounds; round++)
        {
            Rounds++;
            labels.Compute(Reaches[reach]);
            if (Round())
            {
                isNews |= reach > FullReach;
                continue;
            }

            if (found == 0 && (labels.IsComplete || reach >= FullReach))
            {
                return;
            }

            reach++;
            if (reach == Reaches.Length)
            {
                if (!isNews)
                {
                    return;
                }

                isNews = false;
                reach = 1;
            }
        }
    }

    /// <summary>Takes all a car draws in a step elsewhere, whatever it costs. False where no limit leaves another way.</summary>
    public bool Empty(int participant, int step)
    {
        int at = schedule.Row[participant] + step;
        schedule.MostKw[at] = 0;
        for (int i = 0; i < MostForced && schedule.PowerKw[at] > Schedule.Nothing; i++)
        {
            Rounds++;
            labels.Compute(Reach.RingFree);
            if (!exchange.Leave(participant, step, isForced: true))
            {
                return false;
            }
        }

        return schedule.PowerKw[at] <= Schedule.Nothing;
    }

    /// <summary>Has a car draw at least this much in a step, whatever it costs; the energy must be wanted.</summary>
    public bool Raise(int participant, int step, double kw)
    {
        int at = schedule.Row[participant] + step;
        (double least, double most) = (schedule.LeastKw[at], schedule.MostKw[at]);
        schedule.MostKw[at] = kw;
        for (int i = 0; i < MostForced && schedule.PowerKw[at] < kw - Schedule.Nothing; i++)
        {
            // It must not make room for itself.
            schedule.LeastKw[at] = Math.Max(0, schedule.PowerKw[at]);
            Rounds++;
            labels.Compute(Reach.RingFree);
            if (!exchange.Enter(participant, step))
            {
                break;
            }
        }

        schedule.MostKw[at] = most;
        bool isRaised = schedule.PowerKw[at] >= kw - Schedule.Nothing;
        schedule.LeastKw[at] = isRaised ? kw : least;
        return isRaised;
    }

    private bool Round()
    {
        int count = 0;
        int steps = schedule.Steps;
        double leastGain = Math.Max(labels.Places.Grain, ExchangeLabels.Noise * 10);
        for (int i = 0; i < schedule.Count; i++)
        {
            int end = schedule.Row[i] + schedule.Last[i];
            if (schedule.Stored[end] < schedule.TopEnergy[i] - Schedule.Nothing)
            {
                double worth = schedule.Unmet(i) > Schedule.Nothing ? schedule.EndWorth[i] : 0;
                double gain = worth - labels.ServeEur[i];
                if (gain > leastGain)
                {
                    Note(ref count, gain, -1 - i);
                }
            }

            for (int t = schedule.First[i]; t <= schedule.Last[i]; t++)
            {
                int at = schedule.Row[i] + t;
                if (schedule.PowerKw[at] > schedule.LeastKw[at] + Schedule.Nothing && !double.IsPositiveInfinity(labels.SupplyEur[at]))
                {
                    double gain = schedule.PriceDown(t) - labels.LeavingEur(i, t);
                    if (gain > leastGain)
                    {
                        Note(ref count, gain, at);
                    }
                }
            }
        }

        Array.Sort(gains, places, 0, count);
        found = count;
        bool any = false;
        int failures = 0;
        for (int i = count - 1; i >= 0 && failures < MostFailures; i--)
        {
            int place = places[i];
            bool isDone = place < 0 ? exchange.Serve(-1 - place) : exchange.Leave(schedule.Of[place], schedule.StepOf(place));
            any |= isDone;
            failures = isDone ? 0 : failures + 1;
        }

        return any;
    }

    private void Note(ref int count, double gain, int place)
    {
        if (count == gains.Length)
        {
            Array.Resize(ref gains, count * 2);
            Array.Resize(ref places, count * 2);
        }

        gains[count] = gain;
        places[count++] = place;
    }
}
