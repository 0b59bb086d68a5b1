namespace Stekker.Edge.CentralSystem.Gate;

internal enum Entry
{
    Entered,

    /// <summary>This address has as many connections as one may have.</summary>
    AddressFull,

    /// <summary>All addresses together have as many as there may be.</summary>
    DoorFull,
}

/// <summary>
/// How many connections one address may have open, and how often it may ask for a line: one machine that opens ten thousand leaves room for
/// the chargers. Counts from the first packet on, so that connections which say nothing count as well.
/// </summary>
/// <param name="most">Connections of all addresses together.</param>
/// <param name="mostPerAddress">Connections of one.</param>
internal sealed class AddressLimits(int most, int mostPerAddress, TimeProvider time)
{
    /// <summary>Addresses that are remembered without a connection. Forgetting one gives it its requests back, no more.</summary>
    public const int MostRemembered = 1024;

    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Visitor> visitors = new(StringComparer.Ordinal);
    private int open;

    /// <summary>After a power cut all chargers behind one address ask at once, some of them twice; after that, as many in a minute.</summary>
    public int RequestsPerMinute { get; } = Math.Max(60, 2 * mostPerAddress);

    /// <summary>To be followed by <see cref="Leave"/> where it is <see cref="Entry.Entered"/>.</summary>
    public Entry TryEnter(string address)
    {
        lock (gate)
        {
            if (open >= most)
            {
                return Entry.DoorFull;
            }

            Visitor visitor = Find(address);
            if (visitor.Open >= mostPerAddress)
            {
                return Entry.AddressFull;
            }

            open++;
            visitor.Open++;
            return Entry.Entered;
        }
    }

    public void Leave(string address)
    {
        lock (gate)
        {
            open--;
            if (visitors.TryGetValue(address, out Visitor? visitor))
            {
                visitor.Open--;
            }
        }
    }

    /// <summary>Takes one of the address's requests; null where there is one, else the time until there will be.</summary>
    public TimeSpan? MustWait(string address)
    {
        lock (gate)
        {
            Visitor visitor = Find(address);
            TimeSpan now = Now;
            visitor.Requests = Math.Min(RequestsPerMinute, visitor.Requests + ((now - visitor.Seen) / Refill * RequestsPerMinute));
            visitor.Seen = now;
            if (visitor.Requests < 1)
            {
                return (1 - visitor.Requests) / RequestsPerMinute * Refill;
            }

            visitor.Requests--;
            return null;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private Visitor Find(string address)
    {
        if (visitors.TryGetValue(address, out Visitor? known))
        {
            return known;
        }

        if (visitors.Count >= MostRemembered + most)
        {
            Forget();
        }

        return visitors[address] = new Visitor { Requests = RequestsPerMinute, Seen = Now };
    }

    /// <summary>All without a connection: once in a thousand new addresses.</summary>
    private void Forget()
    {
        foreach ((string address, Visitor visitor) in visitors)
        {
            if (visitor.Open == 0)
            {
                visitors.Remove(address);
            }
        }
    }

    private sealed class Visitor
    {
        public int Open { get; set; }

        public double Requests { get; set; }

        public TimeSpan Seen { get; set; }
    }
}
