namespace Stekker.Edge.CentralSystem.Gate;

/// <summary>
/// Makes guessing passwords slow. Who is wrong too often waits, each time twice as long, counted by the address it comes from; never by the
/// charge point id alone, or a stranger could keep a charger out by guessing at it. A charge point at the address it last logged in from is counted
/// for itself, so that a guessing neighbour behind the same router does not keep it out either. An id that is guessed at from many addresses
/// gives each of them one try instead of five.
/// </summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    /// <summary>An installer mistypes.</summary>
    public const int FreeTries = 5;

    /// <summary>Where an id is guessed at.</summary>
    public const int FreeTriesUnderAttack = 1;

    /// <summary>Wrong passwords for one id, from whatever addresses, from where on it is taken to be guessed at.</summary>
    public const int AttackedFrom = 20;

    /// <summary>Addresses (and charge points at home) that are remembered; the one that was quiet for the longest makes room.</summary>
    public const int MostRemembered = 1024;

    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>So long an installer waits who has put the password right at last.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>After so long without a wrong password it begins anew.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Address, string Id), Tries> tries = [];
    private readonly Dictionary<string, Tries> attacks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> homes = new(StringComparer.Ordinal);

    /// <summary>Null: it may try now. From the first wait on, trying counts as wrong until <see cref="Right"/> says otherwise: tries side by side gain nothing.</summary>
    public TimeSpan? MustWait(string address, string id)
    {
        lock (gate)
        {
            if (Standing(tries, Key(address, id)) is not { } before || before.Wrong < FreeTriesFor(id))
            {
                return null;
            }

            if (before.Until > Now)
            {
                return before.Until - Now;
            }

            before.Until = Now + WaitAfter(before.Wrong + 1, id);
            return null;
        }
    }

    /// <summary>It waits from now on; null where it still has free tries.</summary>
    public TimeSpan? Wrong(string address, string id)
    {
        lock (gate)
        {
            Count(attacks, id);
            Tries counted = Count(tries, Key(address, id));
            if (counted.Wrong < FreeTriesFor(id))
            {
                return null;
            }

            TimeSpan wait = WaitAfter(counted.Wrong, id);
            counted.Until = Now + wait;
            return wait;
        }
    }

    /// <summary>What it had wrong is forgotten, but not what a whole address had wrong with other ids: one right charger behind it is no licence to guess.</summary>
    public void Right(string address, string id)
    {
        lock (gate)
        {
            bool isNewHome = !IsHome(address, id);
            homes[id] = address;
            tries.Remove((address, id));
            if (isNewHome && Standing(tries, (address, "")) is { } shared)
            {
                shared.Until = Now;
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private bool IsHome(string address, string id) => homes.TryGetValue(id, out string? home) && home == address;

    private (string Address, string Id) Key(string address, string id) => IsHome(address, id) ? (address, id) : (address, "");

    private int FreeTriesFor(string id) => Standing(attacks, id) is { Wrong: >= AttackedFrom } ? FreeTriesUnderAttack : FreeTries;

    private TimeSpan WaitAfter(int wrong, string id)
    {
        int doublings = Math.Clamp(wrong - FreeTriesFor(id), 0, 16);
        TimeSpan wait = FirstWait * (1 << doublings);
        return wait < LongestWait ? wait : LongestWait;
    }

    private Tries? Standing<T>(Dictionary<T, Tries> all, T key)
        where T : notnull
    {
        if (!all.TryGetValue(key, out Tries? found))
        {
            return null;
        }

        if (Now - found.Last < ForgottenAfter)
        {
            return found;
        }

        all.Remove(key);
        return null;
    }

    private Tries Count<T>(Dictionary<T, Tries> all, T key)
        where T : notnull
    {
        if (Standing(all, key) is not { } found)
        {
            if (all.Count >= MostRemembered)
            {
                all.Remove(all.MinBy(t => t.Value.Last).Key);
            }

            found = all[key] = new Tries();
        }

        found.Wrong++;
        found.Last = Now;
        return found;
    }

    private sealed class Tries
    {
        public int Wrong { get; set; }

        public TimeSpan Last { get; set; }

        public TimeSpan Until { get; set; }
    }
}
