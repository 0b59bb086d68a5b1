namespace Stekker.Edge.Core.Planning;

/// <summary>Participants to look at again, first come first served, each once.</summary>
internal sealed class WaitingLine(int most)
{
    private readonly int[] line = new int[most];
    private readonly bool[] isWaiting = new bool[most];
    private int head;
    private int count;

    public void Add(int participant)
    {
        if (!isWaiting[participant])
        {
            isWaiting[participant] = true;
            int end = head + count++;
            line[end < most ? end : end - most] = participant;
        }
    }

    public bool TryNext(out int participant)
    {
        if (count == 0)
        {
            participant = -1;
            return false;
        }

        participant = line[head];
        head = head + 1 < most ? head + 1 : 0;
        count--;
        isWaiting[participant] = false;
        return true;
    }
}
