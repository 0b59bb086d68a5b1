using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Tests.FailSafe;

/// <summary>A charger's own wall clock: set by what the central system answers to boots and heartbeats, and by nothing else.</summary>
internal sealed partial class ChargerClock(VirtualTime time) : TimeProvider
{
    private TimeSpan ahead;
    private DateTimeOffset? began;

    public override DateTimeOffset GetUtcNow() => (began ??= time.GetUtcNow()) + time.GetElapsedTime(start) + ahead;

    public override long GetTimestamp() => time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    public void SetBy(ReadOnlySpan<byte> frame)
    {
        Match said = CurrentTime().Match(Encoding.UTF8.GetString(frame));
        if (said.Success)
        {
            ahead += DateTimeOffset.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) - GetUtcNow();
        }
    }

    private readonly long start = time.GetTimestamp();

    [GeneratedRegex("\"currentTime\":\"([^\"]+)\"")]
    private static partial Regex CurrentTime();
}
