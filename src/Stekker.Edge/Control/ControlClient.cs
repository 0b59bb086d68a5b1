using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Stekker.Edge.Control;

/// <summary>The desk of the daemon that runs on a data directory, asked through its control door.</summary>
public sealed class ControlClient : ISiteDesk, IDisposable
{
    /// <summary>Longer than the daemon waits for any charger.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ControlSocket socket;
    private readonly HttpClient http;

    private ControlClient(ControlSocket socket)
    {
        this.socket = socket;
        SocketsHttpHandler handler = new() { ConnectCallback = (_, cancel) => ConnectAsync(socket.Path, cancel), UseProxy = false };
        http = new HttpClient(handler, disposeHandler: true) { BaseAddress = new Uri("http://stekker-edge/"), Timeout = Patience };
    }

    /// <summary>Null where no daemon runs there.</summary>
    /// <exception cref="UnauthorizedAccessException">One runs, and this user may not talk to it.</exception>
    public static async Task<ControlClient?> FindAsync(string dataDirectory, CancellationToken cancel)
    {
        if (!Directory.Exists(dataDirectory))
        {
            return null;
        }

        ControlSocket socket = ControlSocket.In(dataDirectory);
        try
        {
            await using (await ConnectAsync(socket.Path, cancel))
            {
            }

            return new ControlClient(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return e.SocketErrorCode switch
            {
                SocketError.AccessDenied => throw new UnauthorizedAccessException(
                    $"A daemon may be running on {dataDirectory}, and this user may not talk to it: run this as root, or as the daemon's user.", e),
                _ => null,
            };
        }
    }

    public Task<Answer<SiteStatus>> StatusAsync(CancellationToken cancel) => GetAsync("status", ControlJson.Default.SiteStatus, cancel);

    public Task<Answer<ImmutableArray<CardEntry>>> CardsAsync(CancellationToken cancel) => GetAsync("cards", ControlJson.Default.ImmutableArrayCardEntry, cancel);

    public Task<Answer<Changes>> PutCardsAsync(ImmutableArray<CardEntry> cards, bool whole, CancellationToken cancel) =>
        PostAsync($"cards{Whole(whole)}", cards, ControlJson.Default.ImmutableArrayCardEntry, ControlJson.Default.Changes, cancel);

    public Task<Answer<Changes>> DeactivateCardAsync(string idTag, CancellationToken cancel) =>
        PostAsync("cards/deactivate", new CardAsked(idTag), ControlJson.Default.CardAsked, ControlJson.Default.Changes, cancel);

    public Task<Answer<ImmutableArray<RefusalEntry>>> RefusalsAsync(CancellationToken cancel) =>
        GetAsync("refusals", ControlJson.Default.ImmutableArrayRefusalEntry, cancel);

    public Task<Answer<ImmutableArray<VehicleEntry>>> VehiclesAsync(CancellationToken cancel) =>
        GetAsync("vehicles", ControlJson.Default.ImmutableArrayVehicleEntry, cancel);

    public Task<Answer<Changes>> PutVehiclesAsync(ImmutableArray<VehicleEntry> vehicles, bool whole, CancellationToken cancel) =>
        PostAsync($"vehicles{Whole(whole)}", vehicles, ControlJson.Default.ImmutableArrayVehicleEntry, ControlJson.Default.Changes, cancel);

    public Task<Answer<ImmutableArray<SessionEntry>>> SessionsAsync(SessionQuery query, CancellationToken cancel)
    {
        string limit = query.Limit.ToString(CultureInfo.InvariantCulture);
        string asked = Query(("limit", limit), ("from", query.From), ("until", query.Until), ("chargePointId", query.ChargePointId), ("idTag", query.IdTag));
        return GetAsync($"sessions{asked}", ControlJson.Default.ImmutableArraySessionEntry, cancel);
    }

    public Task<Answer<SavingsReport>> SavingsAsync(SavingsQuery query, CancellationToken cancel) =>
        GetAsync($"savings{Query(("period", query.By), ("from", query.From), ("until", query.Until))}", ControlJson.Default.SavingsReport, cancel);

    public Task<Answer<SessionDetail>> SessionAsync(long id, CancellationToken cancel) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"sessions/{id}"), ControlJson.Default.SessionDetail, cancel);

    public Task<Answer<ImmutableArray<ChargePointEntry>>> ChargePointsAsync(CancellationToken cancel) =>
        GetAsync("charge-points", ControlJson.Default.ImmutableArrayChargePointEntry, cancel);

    public Task<Answer<Done>> AdmitAsync(string chargePointId, bool accept, CancellationToken cancel) => PostAsync(
        Of(chargePointId, "admission"), new AdmissionAsked(accept ? "accepted" : "refused"), ControlJson.Default.AdmissionAsked, ControlJson.Default.Done, cancel);

    public Task<Answer<Done>> RemoteStartAsync(string chargePointId, int? connectorId, string idTag, CancellationToken cancel) => PostAsync(
        Of(chargePointId, "remote-start"), new RemoteStartAsked(connectorId, idTag), ControlJson.Default.RemoteStartAsked, ControlJson.Default.Done, cancel);

    public Task<Answer<Done>> RemoteStopAsync(string chargePointId, int? connectorId, CancellationToken cancel) => PostAsync(
        Of(chargePointId, "remote-stop"), new RemoteStopAsked(connectorId), ControlJson.Default.RemoteStopAsked, ControlJson.Default.Done, cancel);

    public Task<Answer<ScheduleEntry>> ScheduleAsync(CancellationToken cancel) => GetAsync("schedule", ControlJson.Default.ScheduleEntry, cancel);

    public Task<Answer<Done>> WishAsync(string chargePointId, WishAsked wish, CancellationToken cancel) =>
        PostAsync(Of(chargePointId, "wish"), wish, ControlJson.Default.WishAsked, ControlJson.Default.Done, cancel);

    public Task<Answer<CallAnswer>> CallAsync(string chargePointId, CallAsked call, CancellationToken cancel) =>
        PostAsync(Of(chargePointId, "call"), call, ControlJson.Default.CallAsked, ControlJson.Default.CallAnswer, cancel);

    /// <summary>What a charger and the site say to each other from now on, until cancelled or the daemon stops.</summary>
    /// <param name="begun">Told once nothing is missed any more.</param>
    /// <exception cref="IOException">The daemon does not follow it: the message says why.</exception>
    public async IAsyncEnumerable<OcppLogEntry> FollowAsync(string chargePointId, Action begun, [EnumeratorCancellation] CancellationToken cancel)
    {
        using HttpResponseMessage response = await http.GetAsync(Of(chargePointId, "log"), HttpCompletionOption.ResponseHeadersRead, cancel);
        if (!response.IsSuccessStatusCode)
        {
            ErrorText? error = await ReadAsync(response, ControlJson.Default.ErrorText, cancel);
            throw new IOException(error?.Error ?? $"the daemon answered {(int)response.StatusCode}");
        }

        begun();
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancel);
        using StreamReader lines = new(stream);
        while (await NextLineAsync(lines, cancel) is { } line)
        {
            if (OcppLogEntry.Parse(line) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static async Task<string?> NextLineAsync(StreamReader lines, CancellationToken cancel)
    {
        try
        {
            return await lines.ReadLineAsync(cancel);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The daemon went.
            return null;
        }
    }

    public Task<Answer<PriceDay>> PricesAsync(string? day, CancellationToken cancel) =>
        GetAsync(day is null ? "prices" : $"prices?day={Uri.EscapeDataString(day)}", ControlJson.Default.PriceDay, cancel);

    public Task<Answer<Done>> PutPricesAsync(PricesAsked prices, CancellationToken cancel) =>
        PostAsync("prices", prices, ControlJson.Default.PricesAsked, ControlJson.Default.Done, cancel);

    public Task<Answer<Done>> PutImbalanceAsync(ImmutableArray<PriceRow> rows, CancellationToken cancel) =>
        PostAsync("imbalance", rows, ControlJson.Default.ImmutableArrayPriceRow, ControlJson.Default.Done, cancel);

    public Task<Answer<Done>> BackupAsync(string path, CancellationToken cancel) =>
        PostAsync("backup", new BackupAsked(path), ControlJson.Default.BackupAsked, ControlJson.Default.Done, cancel);

    public void Dispose()
    {
        http.Dispose();
        socket.Dispose();
    }

    private static string Query(params ReadOnlySpan<(string Key, string? Value)> asked)
    {
        List<string> parts = [];
        foreach ((string key, string? value) in asked)
        {
            if (value is not null)
            {
                parts.Add($"{key}={Uri.EscapeDataString(value)}");
            }
        }

        return $"?{string.Join('&', parts)}";
    }

    private static string Whole(bool whole) => whole ? "?whole=true" : "";

    private static string Of(string chargePointId, string what) => $"charge-points/{Uri.EscapeDataString(chargePointId)}/{what}";

    private Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) =>
        AskAsync(() => http.GetAsync(path, cancel), type, cancel);

    private async Task<Answer<T>> PostAsync<TAsked, T>(string path, TAsked asked, JsonTypeInfo<TAsked> askedType, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(asked, askedType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await AskAsync(() => http.PostAsync(path, content, cancel), type, cancel);
    }

    private static async Task<Answer<T>> AskAsync<T>(Func<Task<HttpResponseMessage>> ask, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage response = await ask();
            if (response.IsSuccessStatusCode)
            {
                return (await ReadAsync(response, type, cancel))!;
            }

            ErrorText? error = await ReadAsync(response, ControlJson.Default.ErrorText, cancel);
            return new No(error?.Denial ?? Denial.Unavailable, error?.Error ?? $"the daemon answered {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return new No(Denial.Unavailable, $"the daemon did not answer: {e.Message}");
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancel) =>
        JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancel), type);

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(connection, ownsSocket: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
