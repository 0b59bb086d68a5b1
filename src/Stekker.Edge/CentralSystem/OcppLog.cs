using System.Collections.Immutable;
using System.Text;
using Stekker.Edge.Ocpp.Rpc;

namespace Stekker.Edge.CentralSystem;

/// <param name="Frame">Without its secrets.</param>
public sealed record OcppLogLine(string ChargePointId, DateTimeOffset At, bool IsFromCharger, string Frame);

/// <summary>Lets people follow what is said between a charger and the box, while it is said. Costs nothing while nobody does.</summary>
public sealed class OcppLog(TimeProvider time)
{
    private ImmutableArray<(string ChargePointId, Action<OcppLogLine> Tell)> followers = [];

    /// <summary>Told on the line's own thread: it must not wait.</summary>
    /// <returns>Ends the following when disposed.</returns>
    public IDisposable Follow(string chargePointId, Action<OcppLogLine> tell)
    {
        (string, Action<OcppLogLine>) follower = (chargePointId, tell);
        ImmutableInterlocked.Update(ref followers, all => all.Add(follower));
        return new Following(() => ImmutableInterlocked.Update(ref followers, all => all.Remove(follower)));
    }

    public void Said(string chargePointId, FrameDirection direction, ReadOnlySpan<byte> frame)
    {
        OcppLogLine? line = null;
        foreach ((string id, Action<OcppLogLine> tell) in followers)
        {
            if (id == chargePointId)
            {
                line ??= new OcppLogLine(
                    chargePointId, time.GetUtcNow(), direction == FrameDirection.Received, OcppSecrets.RemovedFrom(Encoding.UTF8.GetString(frame)));
                tell(line);
            }
        }
    }

    private sealed class Following(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
