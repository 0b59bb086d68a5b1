using Stekker.Edge.CentralSystem;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Cloud.Commands;

/// <summary>Which charge points' lines the cloud wants to follow, and until when. Forgotten at a restart: nobody pays LTE for a log that was forgotten.</summary>
/// <param name="tell">Told on the charger's thread; must not wait.</param>
internal sealed class OcppLogWishes(OcppLog log, Action<OcppLogLine> tell) : IDisposable
{
    public const int Most = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (IDisposable Following, DateTimeOffset Until)> wishes = new(StringComparer.Ordinal);

    /// <summary>Again for the same charge point sets a new end.</summary>
    /// <returns>False where too many are followed already.</returns>
    public bool Start(string chargePointId, DateTimeOffset until)
    {
        lock (gate)
        {
            if (wishes.TryGetValue(chargePointId, out (IDisposable Following, DateTimeOffset Until) standing))
            {
                wishes[chargePointId] = (standing.Following, until);
                return true;
            }

            if (wishes.Count >= Most)
            {
                return false;
            }

            wishes[chargePointId] = (log.Follow(chargePointId, tell), until);
            return true;
        }
    }

    /// <returns>False where it was not followed.</returns>
    public bool Stop(string chargePointId)
    {
        lock (gate)
        {
            if (!wishes.Remove(chargePointId, out (IDisposable Following, DateTimeOffset Until) standing))
            {
                return false;
            }

            standing.Following.Dispose();
            return true;
        }
    }

    /// <summary>Each second: what is over ends.</summary>
    public void EndWhatIsOver(Now now)
    {
        foreach (string id in Over(now))
        {
            Stop(id);
        }
    }

    public void Dispose()
    {
        foreach (string id in Over(null))
        {
            Stop(id);
        }
    }

    private List<string> Over(Now? now)
    {
        lock (gate)
        {
            return [.. wishes.Where(w => now is null || w.Value.Until <= now.Value.Utc).Select(w => w.Key)];
        }
    }
}
