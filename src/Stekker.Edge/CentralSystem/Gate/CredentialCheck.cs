using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Stekker.Edge.CentralSystem.Gate;

internal enum Credential
{
    Right,
    Wrong,

    /// <summary>There was none, or none that names this charge point.</summary>
    Missing,

    /// <summary>So many are being checked that this one has to come again.</summary>
    Busy,
}

/// <summary>
/// Checks what chargers say against what is configured. A hash is dear on purpose, so one is reckoned at a time; a charger that was right before
/// and comes again with the same costs nothing: of what was right a digest is kept in memory, under a key that dies with the process.
/// </summary>
internal sealed class CredentialCheck : IDisposable
{
    /// <summary>All chargers of a large site after a power cut.</summary>
    private const int MostWaiting = 64;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentDictionary<string, (string Configured, byte[] Digest)> known = new(StringComparer.Ordinal);
    private int waiting;

    /// <summary>How many hashes were reckoned so far.</summary>
    public long Reckoned { get; private set; }

    /// <param name="configured">In plain, or a hash.</param>
    public async ValueTask<Credential> CheckAsync(string? header, string chargePointId, string configured, CancellationToken cancel)
    {
        if (BasicAuth.Read(header, chargePointId) is not { } said)
        {
            return Credential.Missing;
        }

        if (!PasswordHash.IsMeant(configured))
        {
            return BasicAuth.Matches(said, configured) ? Credential.Right : Credential.Wrong;
        }

        byte[] digest = HMACSHA256.HashData(key, said);
        if (known.TryGetValue(chargePointId, out var before) && before.Configured == configured && CryptographicOperations.FixedTimeEquals(before.Digest, digest))
        {
            return Credential.Right;
        }

        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return Credential.Busy;
        }

        try
        {
            return await ReckonAsync(said, chargePointId, configured, digest, cancel).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<Credential> ReckonAsync(byte[] said, string chargePointId, string configured, byte[] digest, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        bool right;
        try
        {
            Reckoned++;
            right = await Task.Run(() => BasicAuth.Matches(said, configured), cancel).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }

        if (right)
        {
            known[chargePointId] = (configured, digest);
        }

        return right ? Credential.Right : Credential.Wrong;
    }
}
