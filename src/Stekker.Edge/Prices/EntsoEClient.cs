using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Prices;

/// <summary>What came of one question.</summary>
public abstract record EntsoEAnswer
{
    private EntsoEAnswer()
    {
    }

    public sealed record Prices(ImmutableArray<PtuSpot> Rows) : EntsoEAnswer;

    /// <summary>Not published (yet).</summary>
    public sealed record NotYet(string Reason) : EntsoEAnswer;

    /// <summary>Somebody has to mend something: a token, a zone.</summary>
    public sealed record Refused(string Why) : EntsoEAnswer;

    /// <summary>It may work the next time.</summary>
    /// <param name="RetryAfter">What the server asks for; null where it says nothing.</param>
    public sealed record Failed(string Why, TimeSpan? RetryAfter = null) : EntsoEAnswer;
}

/// <summary>
/// Asks the web API of ENTSO-E's Transparency Platform for day-ahead prices (document type A44). The token is part of the address, so no
/// address is ever told to anyone.
/// </summary>
public sealed class EntsoEClient : IDisposable
{
    private const string MomentFormat = "yyyyMMddHHmm";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>No redirects: the token goes nowhere else. Nothing compressed: two days are 20 kB, and Brotli alone is 0.7 MB of binary.</summary>
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: true)
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = EntsoEDocument.MostBytes,
    };

    /// <param name="eic">The bidding zone.</param>
    /// <param name="from">The answer holds whole days, so it may begin before and end after what was asked.</param>
    public async Task<EntsoEAnswer> AskAsync(EntsoESettings settings, string eic, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        string Moment(DateTimeOffset at) => at.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture);
        UriBuilder address = new(settings.Url)
        {
            Query = $"documentType=A44&in_Domain={eic}&out_Domain={eic}&periodStart={Moment(from)}&periodEnd={Moment(until)}&securityToken={Uri.EscapeDataString(settings.Token)}",
        };
        try
        {
            using HttpResponseMessage response = await http.GetAsync(address.Uri, cancel).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
            return Understand(response, EntsoEDocument.Read(new MemoryStream(body)), eic);
        }
        catch (HttpRequestException e)
        {
            return new EntsoEAnswer.Failed($"{settings.Url.Host} cannot be reached: {e.Message}");
        }
        catch (IOException e)
        {
            return new EntsoEAnswer.Failed($"{settings.Url.Host} broke off: {e.Message}");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new EntsoEAnswer.Failed($"{settings.Url.Host} did not answer within {Patience.TotalSeconds:0} s");
        }
    }

    public void Dispose() => http.Dispose();

    private static EntsoEAnswer Understand(HttpResponseMessage response, EntsoEDocument document, string eic)
    {
        int status = (int)response.StatusCode;
        string says = document is EntsoEDocument.Nothing { Reason: var reason } ? $": {Shortened(reason)}" : "";
        return (response.StatusCode, document) switch
        {
            (HttpStatusCode.OK, EntsoEDocument.Prices prices) when prices.Domains.IsEmpty || prices.Domains.Contains(eic) => new EntsoEAnswer.Prices(prices.Rows),
            (HttpStatusCode.OK, EntsoEDocument.Prices prices) => new EntsoEAnswer.Failed($"it sent prices of {string.Join(", ", prices.Domains)}, and {eic} was asked for"),
            (HttpStatusCode.OK, EntsoEDocument.Nothing nothing) => new EntsoEAnswer.NotYet(Shortened(nothing.Reason)),
            (HttpStatusCode.OK, EntsoEDocument.Unusable unusable) => new EntsoEAnswer.Failed($"its answer cannot be used: {unusable.Why}"),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => new EntsoEAnswer.Refused($"ENTSO-E refuses the token (prices.entsoe.token): make one on the Transparency Platform under My Account, once it has granted access to its API{says}"),
            (HttpStatusCode.TooManyRequests, _) => new EntsoEAnswer.Failed("ENTSO-E had too many requests from here", RetryAfter(response)),
            (HttpStatusCode.BadRequest, EntsoEDocument.Nothing nothing) when nothing.Reason.Contains("No matching data", StringComparison.OrdinalIgnoreCase) => new EntsoEAnswer.NotYet(Shortened(nothing.Reason)),
            (HttpStatusCode.BadRequest or HttpStatusCode.NotFound, _) => new EntsoEAnswer.Refused($"ENTSO-E does not understand the question (HTTP {status}{says}): check tariff.area and prices.entsoe.url"),
            _ => new EntsoEAnswer.Failed($"ENTSO-E answers HTTP {status}{says}", RetryAfter(response)),
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    /// <summary>A server's own words, on one line.</summary>
    private static string Shortened(string text) => Configuration.ConfigurationNode.Clean(text, 200);
}
