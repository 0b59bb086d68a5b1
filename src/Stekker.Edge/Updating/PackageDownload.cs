using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Updating;

/// <summary>
/// Loads a package to a file, over lines that break: where the server can, it goes on where it was cut off. What the server says is not
/// believed: the signature decides, and never more than the manifest's bytes are written.
/// </summary>
/// <param name="caFile">A PEM file of authorities that count beside the public ones; null for none.</param>
internal sealed class PackageDownload(string? caFile, TimeProvider time) : IDisposable
{
    private const int MostTries = 8;
    private const int Chunk = 64 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>A line on which nothing comes for so long is dead.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly HttpClient http = Client(caFile);

    /// <summary>Null when the whole file is on disk; else why not, in words.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<string?> LoadAsync(Uri from, string file, long bytes, CancellationToken cancel)
    {
        TimeSpan pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            Attempt ended = await TryAsync(from, file, bytes, cancel).ConfigureAwait(false);
            if (ended.Why is null || !ended.MayWorkLater || attempt == MostTries)
            {
                return ended.Why is null ? null : attempt == 1 ? ended.Why : $"{ended.Why} (tried {attempt} times)";
            }

            await Task.Delay(pause, time, cancel).ConfigureAwait(false);
            pause *= 2;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<Attempt> TryAsync(Uri from, string file, long bytes, CancellationToken cancel)
    {
        using CancellationTokenSource silence = new(Silence, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancel);
        FileStream target = OwnerOnly.Open(file, FileMode.OpenOrCreate, FileShare.None);
        await using (target.ConfigureAwait(false))
        {
            try
            {
                return await TryAsync(from, target, bytes, silence, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return Attempt.Failed($"{from.Host} was silent for {Silence.TotalSeconds:0} s");
            }
            catch (HttpRequestException e)
            {
                return Attempt.Failed($"{from.Host}: {Words(e)}");
            }
            catch (HttpIOException e)
            {
                return Attempt.Failed($"{from.Host} broke off after {target.Length} of {bytes} bytes: {e.Message}");
            }
        }
    }

    private async Task<Attempt> TryAsync(Uri from, FileStream target, long bytes, CancellationTokenSource silence, CancellationToken cancel)
    {
        long have = target.Length < bytes ? target.Length : 0;
        using HttpRequestMessage request = new(HttpMethod.Get, from);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == have:
                break;
            case HttpStatusCode.OK:
                have = 0;
                break;
            default:
                int status = (int)response.StatusCode;
                string why = $"{from.Host} answered {status} {response.ReasonPhrase}";
                return status is >= 500 or 408 or 429 or 206 or 416 ? StartOver(target, why) : Attempt.Refused(why);
        }

        target.SetLength(have);
        target.Position = have;
        Stream body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            byte[] buffer = new byte[Chunk];
            while (await ReadAsync(body, buffer, cancel).ConfigureAwait(false) is > 0 and var read)
            {
                silence.CancelAfter(Silence);
                if (target.Position + read > bytes)
                {
                    return Attempt.Refused($"{from.Host} sends more than the {bytes} bytes of the manifest");
                }

                await target.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
            }
        }

        target.Flush(flushToDisk: true);
        return target.Length == bytes ? Attempt.Done : Attempt.Failed($"{from.Host} ended after {target.Length} of the {bytes} bytes of the manifest");
    }

    /// <summary>A line that breaks is told apart from a disk that does.</summary>
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await body.ReadAsync(buffer, cancel).ConfigureAwait(false);
        }
        catch (IOException e) when (e is not HttpIOException)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, e.Message, e);
        }
    }

    private static Attempt StartOver(FileStream target, string why)
    {
        target.SetLength(0);
        return Attempt.Failed(why);
    }

    private static string Words(HttpRequestException e) => e.InnerException is { } cause ? $"{e.Message} ({cause.Message})" : e.Message;

    private static HttpClient Client(string? caFile)
    {
        SocketsHttpHandler handler = new() { ConnectTimeout = TimeSpan.FromSeconds(30) };
        if (caFile is not null)
        {
            // An operator whose broker has an authority of its own will have its packages on such a server too.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 shown && IsOf(caFile, shown));
        }

        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static bool IsOf(string caFile, X509Certificate2 shown)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(caFile);
        return chain.Build(shown);
    }

    /// <param name="Why">Null: done.</param>
    private sealed record Attempt(string? Why, bool MayWorkLater)
    {
        public static readonly Attempt Done = new(null, false);

        public static Attempt Failed(string why) => new(why, true);

        public static Attempt Refused(string why) => new(why, false);
    }
}
