namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>A token bucket before the reader: who sends too fast waits in its own TCP window.</summary>
internal sealed class ReadPace(double perSecond, int burst, TimeProvider time)
{
    private double _tokens = burst;
    private long _at = time.GetTimestamp();

    internal async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        Refill();
        while (_tokens < 1)
        {
            // Rounded up to whole milliseconds, the step of timers; a token can be late but never early.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling((1 - _tokens) / perSecond * 1000)), time, cancellationToken).ConfigureAwait(false);
            Refill();
        }
        _tokens -= 1;
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
