namespace Stekker.Edge.Core.Planning;

/// <summary>Tells whether a way along the labels would come back to where it has been.</summary>
internal sealed class RingWatch(Schedule schedule, ExchangeLabels labels)
{
    /// <summary>Longer ways count as coming back.</summary>
    private const int MostWalked = 32;

    private readonly int steps = schedule.Steps;
    private int walked;

    /// <summary>Whether following this way leads back to the same place.</summary>
    public bool Returns(int ofClass, int step, Placing how, int instead)
    {
        walked = 0;
        return Follows(ofClass, step, how, instead, ExchangeLabels.NoSource, ExchangeLabels.NoSource, (ofClass * steps) + step);
    }

    /// <summary>Whether the way by which the participant enters a step has it leave the other step too.</summary>
    public bool Passes(int participant, int from, int leaving, int leftStep, int place)
    {
        walked = 0;
        return PassesPlace(participant, from, leaving, leftStep, place);
    }

    private bool PassesPlace(int participant, int step, int leaving, int leftStep, int place)
    {
        int ofClass = schedule.Class[participant];
        int at = (ofClass * steps) + step;
        if (at == place || ++walked > MostWalked)
        {
            return true;
        }

        bool isItself = labels.Places.How[at] == Placing.Instead && labels.Places.InsteadOf[at] == participant;
        return isItself
            ? Follows(ofClass, step, labels.Places.NextHow[at], labels.Places.NextInsteadOf[at], leaving, leftStep, place)
            : Follows(ofClass, step, labels.Places.How[at], labels.Places.InsteadOf[at], leaving, leftStep, place);
    }

    private bool Follows(int ofClass, int step, Placing how, int instead, int leaving, int leftStep, int place)
    {
        switch (how)
        {
            case Placing.Instead:
            case Placing.ThreeForOne:
                return Left(instead, step, leaving, leftStep, place);
            case Placing.LineByLine:
                int free = 0;
                for (int l = 0; l < schedule.Lines; l++)
                {
                    if (schedule.LineRoom(ofClass, l, step) > Schedule.Nothing)
                    {
                        free++;
                    }
                    else if (labels.Places.LeaveBy[(l * steps) + step] != ExchangeLabels.NoSource && Left(labels.Places.LeaveBy[(l * steps) + step], step, leaving, leftStep, place))
                    {
                        return true;
                    }
                }

                return free > 0 && instead != ExchangeLabels.NoSource && Left(instead, step, leaving, leftStep, place);
            case Placing.Impossible:
            case Placing.FromGrid:
            default:
                return false;
        }
    }

    private bool Left(int participant, int step, int leaving, int leftStep, int place)
    {
        if (participant == leaving && step == leftStep)
        {
            return true;
        }

        int from = labels.SupplyFrom[schedule.Row[participant] + step];
        return from != steps && from != ExchangeLabels.NoSource && PassesPlace(participant, from, leaving, leftStep, place);
    }
}
