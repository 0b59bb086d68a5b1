using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Stekker.Edge.CentralSystem;

namespace Stekker.Edge.Control;

/// <summary>A charger's messages, line by line, for someone who follows them.</summary>
/// <param name="ended">Cancelled when the daemon stops: nobody is kept waiting then.</param>
public sealed class OcppLogFeed(OcppLog log, ISite site, CancellationToken ended)
{
    /// <summary>Who reads slower than the charger talks misses the oldest.</summary>
    private const int MostWaiting = 1_000;

    /// <param name="begun">Told once nothing is missed any more.</param>
    public async IAsyncEnumerable<string> FollowAsync(string chargePointId, Func<Task> begun, [EnumeratorCancellation] CancellationToken cancel)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancel, ended);
        Channel<OcppLogLine> lines = Channel.CreateBounded<OcppLogLine>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        using IDisposable following = log.Follow(chargePointId, line => lines.Writer.TryWrite(line));
        using CancellationTokenRegistration closing = either.Token.Register(() => lines.Writer.TryComplete());
        await begun().ConfigureAwait(false);
        await foreach (OcppLogLine line in lines.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            yield return OcppLogEntry.Of(line, SiteTimes.In(site.Snapshot.Configuration.TimeZone)).ToJson();
        }
    }
}
