namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Gets energy into a step that cars in need cannot reach themselves: a car that is there, or may be, takes it and leaves
/// another step to the next one, until one in need gets a place. The load of every other step stays as it is, so this costs
/// only what the step itself costs. Breadth first, hence by the fewest moves.
/// </summary>
internal sealed class MakingRoom
{
    private const int None = -1;

    private readonly Schedule schedule;
    private readonly Presence presence;
    private readonly int steps;
    private readonly int[] queue;

    /// <summary>Who left the step, and for which: the way back to where the room is.</summary>
    private readonly int[] leftBy;
    private readonly int[] leftFor;
    private readonly int[] seen;
    private readonly int[] seenCar;
    private readonly bool[] isClosed;
    private int search;

    public MakingRoom(Schedule schedule, Presence presence)
    {
        this.schedule = schedule;
        this.presence = presence;
        steps = schedule.Steps;
        queue = new int[steps];
        leftBy = new int[steps];
        leftFor = new int[steps];
        seen = new int[steps];
        seenCar = new int[schedule.Cars];
        isClosed = new bool[steps];
    }

    /// <summary>Forgets which steps were found out of reach: other cars are in need now.</summary>
    public void Reopen() => Array.Clear(isClosed);

    /// <summary>Puts up to so much more into the step; zero where no chain of moves leads to a car in need.</summary>
    public double Put(int step, double mostKw, ReadOnlySpan<bool> isInNeed)
    {
        search++;
        int head = 0;
        int tail = 0;
        queue[tail++] = step;
        seen[step] = search;
        leftBy[step] = None;
        while (head < tail)
        {
            int z = queue[head++];
            for (int k = 0; k <= Schedule.ThreePhase; k++)
            {
                if (!MayEnter(k, z))
                {
                    continue;
                }

                foreach (int car in presence.Of(k, z))
                {
                    int at = schedule.Row[car] + z;
                    if (schedule.PowerKw[at] >= schedule.MostKw[at] - Schedule.Nothing)
                    {
                        continue;
                    }

                    if (isInNeed[car] && schedule.Unmet(car) > Schedule.Nothing)
                    {
                        double kw = Size(car, z, mostKw);
                        if (kw > Schedule.Nothing)
                        {
                            Do(car, z, kw);
                            return kw;
                        }
                    }
                    else if (seenCar[car] != search)
                    {
                        tail = Leave(car, z, tail);
                    }
                }
            }
        }

        for (int i = 0; i < tail; i++)
        {
            isClosed[queue[i]] = true;
        }

        return 0;
    }

    /// <summary>Whether one of this class fits where somebody else has just left.</summary>
    private bool MayEnter(int ofClass, int z) =>
        (leftBy[z] != None && schedule.Class[leftBy[z]] == ofClass) || LineRoom(ofClass, z) > Schedule.Nothing;

    private double LineRoom(int ofClass, int step)
    {
        if (ofClass < Schedule.ThreePhase)
        {
            return ofClass < schedule.Lines ? schedule.LineRoom(ofClass, ofClass, step) : 0;
        }

        double room = double.PositiveInfinity;
        for (int l = 0; l < schedule.Lines; l++)
        {
            room = Math.Min(room, schedule.Lines * schedule.LineRoom(ofClass, l, step));
        }

        return room;
    }

    /// <summary>Notes each step the car could leave for this one.</summary>
    private int Leave(int car, int z, int tail)
    {
        int lowest = schedule.Row[car];
        bool isBound = false;
        for (int y = z - 1; y >= schedule.First[car]; y--)
        {
            if (schedule.Stored[lowest + y] <= schedule.FloorEnergy[lowest + y] + Schedule.Nothing)
            {
                isBound = true;
                break;
            }

            tail = Note(car, y, z, tail);
        }

        for (int y = z + 1; y <= schedule.Last[car] && schedule.Stored[lowest + y - 1] < schedule.TopEnergy[car] - Schedule.Nothing; y++)
        {
            tail = Note(car, y, z, tail);
        }

        if (!isBound)
        {
            seenCar[car] = search;
        }

        return tail;
    }

    private int Note(int car, int y, int z, int tail)
    {
        if (seen[y] != search && !isClosed[y] && schedule.PowerKw[schedule.Row[car] + y] > Schedule.Nothing)
        {
            seen[y] = search;
            leftBy[y] = car;
            leftFor[y] = z;
            queue[tail++] = y;
        }

        return tail;
    }

    private double Size(int car, int z, double mostKw)
    {
        double kw = Math.Min(mostKw, schedule.Unmet(car));
        while (true)
        {
            int at = schedule.Row[car] + z;
            int left = leftBy[z];
            kw = Math.Min(kw, schedule.MostKw[at] - schedule.PowerKw[at]);
            if (left == None || schedule.Class[left] != schedule.Class[car])
            {
                kw = Math.Min(kw, LineRoom(schedule.Class[car], z));
            }

            if (left == None)
            {
                return kw;
            }

            kw = Math.Min(kw, schedule.PowerKw[schedule.Row[left] + z]);
            kw = Math.Min(kw, StoreRoom(left, z, leftFor[z]));
            car = left;
            z = leftFor[z];
        }
    }

    /// <summary>How much the car can move from one step to another before it is behind its promise, or full.</summary>
    private double StoreRoom(int car, int from, int to)
    {
        double room = double.PositiveInfinity;
        int lowest = schedule.Row[car];
        for (int t = from; t < to; t++)
        {
            room = Math.Min(room, schedule.Stored[lowest + t] - schedule.FloorEnergy[lowest + t]);
        }

        for (int t = to; t < from; t++)
        {
            room = Math.Min(room, schedule.TopEnergy[car] - schedule.Stored[lowest + t]);
        }

        return room;
    }

    private void Do(int car, int z, double kw)
    {
        while (true)
        {
            int left = leftBy[z];
            if (left == None)
            {
                schedule.Add(car, z, kw);
                return;
            }

            schedule.Add(left, z, -kw);
            schedule.Add(car, z, kw);
            car = left;
            z = leftFor[z];
        }
    }
}
