namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Follows the labels from one move to all that it brings about. A way may come back to a place it goes through (losses
/// and lines make that possible): with less than it set out with, the rounds add up to a finite whole; with as much, the
/// ring alone is an exchange, and what led to it is left out; with more, the ring feeds on the next best way there.
/// </summary>
internal sealed class Way(Schedule schedule, ExchangeLabels labels)
{
    public const int MostMoves = 100;

    /// <summary>Above this a way that comes back does not add up to anything finite.</summary>
    private const double MostReturning = 0.999;

    /// <summary>Below this a ring that comes back with as much counts as closed.</summary>
    private const double Closed = 1.001;

    private readonly int steps = schedule.Steps;
    private readonly double[] underway = new double[Schedule.Classes * schedule.Steps];
    private readonly double[] returning = new double[Schedule.Classes * schedule.Steps];
    private int ringStart;
    private int ringEnd;

    public int Moves { get; private set; }

    /// <summary>Whose power changes in which step, by place.</summary>
    public int[] At { get; } = new int[MostMoves];

    public double[] Kw { get; } = new double[MostMoves];

    public void Begin()
    {
        ringStart = 0;
        ringEnd = 0;
        Moves = 0;
    }

    /// <summary>Keeps of a failed way the ring it ran into. False where there is none.</summary>
    public bool Ring()
    {
        Moves = ringEnd - ringStart;
        Array.Copy(At, ringStart, At, 0, Moves);
        Array.Copy(Kw, ringStart, Kw, 0, Moves);
        return Moves > 0;
    }

    public bool Leave(int participant, int step, double kw)
    {
        int at = schedule.Row[participant] + step;
        double energy = schedule.PowerKw[at] > Schedule.Nothing ? kw : kw / schedule.Efficiency[participant];
        return Change(participant, step, -kw) && Supply(participant, step, energy);
    }

    private bool Supply(int participant, int step, double energy)
    {
        int from = labels.SupplyFrom[schedule.Row[participant] + step];
        if (from == steps)
        {
            return true;
        }

        return Enter(participant, from, energy);
    }

    public bool Enter(int participant, int from, double energy)
    {
        if (from == ExchangeLabels.NoSource)
        {
            return false;
        }

        double kw = schedule.PowerKw[schedule.Row[participant] + from] < -Schedule.Nothing ? energy * schedule.Efficiency[participant] : energy;
        return Change(participant, from, kw) && Place(participant, from, kw);
    }

    private bool Place(int participant, int step, double kw)
    {
        int ofClass = schedule.Class[participant];
        int at = (ofClass * steps) + step;
        bool isItself = labels.Places.How[at] == Placing.Instead && labels.Places.InsteadOf[at] == participant;
        if (underway[at] > 0)
        {
            returning[at] += kw / underway[at];
            return true;
        }

        int start = Moves;
        underway[at] = kw;
        bool isPossible = isItself
            ? Follow(ofClass, step, kw, labels.Places.NextHow[at], labels.Places.NextInsteadOf[at])
            : Follow(ofClass, step, kw, labels.Places.How[at], labels.Places.InsteadOf[at]);
        double again = returning[at];
        underway[at] = 0;
        returning[at] = 0;
        if (again > MostReturning)
        {
            if (isPossible && (again < Closed || Follow(ofClass, step, kw * (again - 1), labels.Places.NextHow[at], labels.Places.NextInsteadOf[at])))
            {
                ringStart = start;
                ringEnd = Moves;
            }

            return false;
        }

        if (again > 0)
        {
            for (int i = start; i < Moves; i++)
            {
                Kw[i] /= 1 - again;
            }
        }

        return isPossible;
    }

    private bool Follow(int ofClass, int step, double kw, Placing how, int instead)
    {
        switch (how)
        {
            case Placing.FromGrid:
                return true;
            case Placing.Instead:
                return Leave(instead, step, kw);
            case Placing.ThreeForOne:
                return Leave(instead, step, 3 * kw);
            case Placing.LineByLine:
                return PlaceLineByLine(ofClass, step, kw, instead);
            case Placing.Impossible:
            default:
                return false;
        }
    }

    private bool PlaceLineByLine(int ofClass, int step, double kw, int rest)
    {
        int free = 0;
        for (int l = 0; l < schedule.Lines; l++)
        {
            if (schedule.LineRoom(ofClass, l, step) > Schedule.Nothing)
            {
                free++;
                continue;
            }

            int leaving = labels.Places.LeaveBy[(l * steps) + step];
            if (leaving == ExchangeLabels.NoSource || !Leave(leaving, step, kw / schedule.Lines))
            {
                return false;
            }
        }

        return free == 0 || rest == ExchangeLabels.NoSource || Leave(rest, step, kw * free / schedule.Lines);
    }

    private bool Change(int participant, int step, double kw)
    {
        if (Moves == MostMoves)
        {
            return false;
        }

        At[Moves] = schedule.Row[participant] + step;
        Kw[Moves++] = kw;
        return true;
    }
}
