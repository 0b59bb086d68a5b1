namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>Waits between attempts to reconnect: doubling, with chance in it so that a street of chargers does not come back at once.</summary>
internal sealed class BackOff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(64);

    private TimeSpan _next = First;

    internal TimeSpan Next()
    {
        var wait = _next * (1 + (random.NextDouble() / 4));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return TimeSpan.FromMilliseconds(Math.Round(wait.TotalMilliseconds));
    }

    internal void Reset() => _next = First;
}
