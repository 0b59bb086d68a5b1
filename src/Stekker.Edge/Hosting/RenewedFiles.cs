using System.Security.Cryptography;

namespace Stekker.Edge.Hosting;

/// <summary>
/// What is read from files that somebody renews while the site runs, as certificates are each few weeks: looked at again when it is asked for,
/// not more often than each few seconds. A renewal that cannot be read (half of it is written) leaves what there was.
/// </summary>
/// <param name="read">From the files; throws what a bad file throws.</param>
/// <param name="tell">A renewal was taken (null), or could not be.</param>
internal sealed class RenewedFiles<T>(string[] paths, Func<T> read, Action<Exception?> tell, TimeProvider time)
    where T : class
{
    public static readonly TimeSpan LookEach = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private T? current;
    private string stamp = "";
    private string failedAt = "";
    private TimeSpan lookedAt;

    /// <exception cref="IOException">At the first time: the files cannot be read.</exception>
    /// <exception cref="CryptographicException">At the first time: they hold something else.</exception>
    public T Current
    {
        get
        {
            lock (gate)
            {
                TimeSpan now = time.GetElapsedTime(0);
                if (current is null)
                {
                    stamp = Stamp();
                    current = read();
                    lookedAt = now;
                }
                else if (now - lookedAt >= LookEach)
                {
                    lookedAt = now;
                    Renew();
                }

                return current;
            }
        }
    }

    private void Renew()
    {
        string seen = Stamp();
        if (seen == stamp)
        {
            return;
        }

        try
        {
            current = read();
            stamp = seen;
            tell(null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Told once for each state of the files.
            if (failedAt != seen)
            {
                failedAt = seen;
                tell(e);
            }
        }
    }

    private string Stamp() => string.Join('|', paths.Select(p => new FileInfo(p)).Select(f => f.Exists ? $"{f.LastWriteTimeUtc.Ticks} {f.Length}" : "-"));
}
