using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Stekker.Edge.Loop;

namespace Stekker.Edge.Control;

/// <summary>
/// The desk over HTTP, on a Unix socket that only the machine's own administrators may open. A handful of paths, matched here, so that
/// what is served to the LAN and what is served here can never be confused by a shared route table.
/// </summary>
public sealed partial class ControlDoor(ISiteDesk desk, OcppLogFeed feed, ILogger<ControlDoor> log)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context, (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries), context.RequestAborted);
        }
        catch (JsonException e)
        {
            await WriteErrorAsync(context, Denial.NotUnderstood, $"the body is not the JSON that is expected here: {e.Message}");
        }
        catch (BadHttpRequestException e)
        {
            await WriteErrorAsync(context, Denial.NotUnderstood, e.Message);
        }
        catch (SiteStoppedException e)
        {
            await WriteErrorAsync(context, Denial.Unavailable, e.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
#pragma warning disable CA1031 // One request's mistake of ours is told to the asker and logged; the daemon goes on.
        catch (Exception e) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            LogFault(log, e, context.Request.Method, context.Request.Path);
            await WriteErrorAsync(context, Denial.Unavailable, $"a mistake of the daemon's own; its log says more ({e.Message})");
        }
    }

    private async Task RouteAsync(HttpContext context, string[] path, CancellationToken cancel)
    {
        ControlJson json = ControlJson.Default;
        switch (context.Request.Method, path)
        {
            case ("GET", ["status"]):
                await WriteAsync(context, await desk.StatusAsync(cancel), json.SiteStatus);
                break;
            case ("GET", ["cards"]):
                await WriteAsync(context, await desk.CardsAsync(cancel), json.ImmutableArrayCardEntry);
                break;
            case ("POST", ["cards"]):
                ImmutableArray<CardEntry> cards = await ReadAsync(context, json.ImmutableArrayCardEntry);
                await WriteAsync(context, await desk.PutCardsAsync(cards, IsWhole(context), cancel), json.Changes);
                break;
            case ("POST", ["cards", "deactivate"]):
                CardAsked lost = await ReadAsync(context, json.CardAsked);
                await WriteAsync(context, await desk.DeactivateCardAsync(lost.IdTag, cancel), json.Changes);
                break;
            case ("GET", ["refusals"]):
                await WriteAsync(context, await desk.RefusalsAsync(cancel), json.ImmutableArrayRefusalEntry);
                break;
            case ("GET", ["vehicles"]):
                await WriteAsync(context, await desk.VehiclesAsync(cancel), json.ImmutableArrayVehicleEntry);
                break;
            case ("POST", ["vehicles"]):
                ImmutableArray<VehicleEntry> vehicles = await ReadAsync(context, json.ImmutableArrayVehicleEntry);
                await WriteAsync(context, await desk.PutVehiclesAsync(vehicles, IsWhole(context), cancel), json.Changes);
                break;
            case ("GET", ["sessions"]):
                await WriteAsync(context, await desk.SessionsAsync(QueryOf(context.Request.Query), cancel), json.ImmutableArraySessionEntry);
                break;
            case ("GET", ["sessions", var id]) when long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number):
                await WriteAsync(context, await desk.SessionAsync(number, cancel), json.SessionDetail);
                break;
            case ("GET", ["savings"]):
                await WriteAsync(context, await desk.SavingsAsync(SavingsQueryOf(context.Request.Query), cancel), json.SavingsReport);
                break;
            case ("GET", ["schedule"]):
                await WriteAsync(context, await desk.ScheduleAsync(cancel), json.ScheduleEntry);
                break;
            case ("GET", ["charge-points"]):
                await WriteAsync(context, await desk.ChargePointsAsync(cancel), json.ImmutableArrayChargePointEntry);
                break;
            case ("GET", ["charge-points", var id, "log"]):
                await FollowAsync(context, id, cancel);
                break;
            case ("POST", ["charge-points", var id, var what]):
                await ChargePointAsync(context, id, what, cancel);
                break;
            case ("GET", ["prices"]):
                await WriteAsync(context, await desk.PricesAsync(context.Request.Query["day"] is [{ Length: > 0 } day] ? day : null, cancel), json.PriceDay);
                break;
            case ("POST", ["prices"]):
                await WriteAsync(context, await desk.PutPricesAsync(await ReadAsync(context, json.PricesAsked), cancel), json.Done);
                break;
            case ("POST", ["imbalance"]):
                await WriteAsync(context, await desk.PutImbalanceAsync(await ReadAsync(context, json.ImmutableArrayPriceRow), cancel), json.Done);
                break;
            case ("POST", ["backup"]):
                BackupAsked backup = await ReadAsync(context, json.BackupAsked);
                await WriteAsync(context, await desk.BackupAsync(backup.Path, cancel), json.Done);
                break;
            default:
                await NothingHereAsync(context);
                break;
        }
    }

    private async Task ChargePointAsync(HttpContext context, string id, string what, CancellationToken cancel)
    {
        ControlJson json = ControlJson.Default;
        switch (what)
        {
            case "admission":
                AdmissionAsked admission = await ReadAsync(context, json.AdmissionAsked);
                await WriteAsync(
                    context,
                    admission.Admission is "accepted" or "refused"
                        ? await desk.AdmitAsync(id, admission.Admission == "accepted", cancel)
                        : new No(Denial.NotUnderstood, $"admission '{admission.Admission}': it is accepted or refused"),
                    json.Done);
                break;
            case "remote-start":
                RemoteStartAsked start = await ReadAsync(context, json.RemoteStartAsked);
                await WriteAsync(context, await desk.RemoteStartAsync(id, start.ConnectorId, start.IdTag, cancel), json.Done);
                break;
            case "wish":
                await WriteAsync(context, await desk.WishAsync(id, await ReadAsync(context, json.WishAsked), cancel), json.Done);
                break;
            case "remote-stop":
                RemoteStopAsked stop = await ReadAsync(context, json.RemoteStopAsked);
                await WriteAsync(context, await desk.RemoteStopAsync(id, stop.ConnectorId, cancel), json.Done);
                break;
            case "call":
                CallAsked call = await ReadAsync(context, json.CallAsked);
                await WriteAsync(context, await desk.CallAsync(id, call, cancel), json.CallAnswer);
                break;
            default:
                await NothingHereAsync(context);
                break;
        }
    }

    private async Task FollowAsync(HttpContext context, string id, CancellationToken cancel)
    {
        if (CentralSystem.ChargePointId.WhyNot(id) is { } why)
        {
            await WriteErrorAsync(context, Denial.NotUnderstood, why);
            return;
        }

        context.Response.ContentType = "application/x-ndjson";
        await foreach (string line in feed.FollowAsync(id, () => context.Response.Body.FlushAsync(cancel), cancel))
        {
            await context.Response.WriteAsync($"{line}\n", cancel);
            await context.Response.Body.FlushAsync(cancel);
        }
    }

    private static SessionQuery QueryOf(IQueryCollection query)
    {
        int limit = Text(query, "limit") is { } said && int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : query.ContainsKey("limit") ? 0 : SessionQuery.UsualLimit;
        return new SessionQuery(Text(query, "from"), Text(query, "until"), Text(query, "chargePointId"), Text(query, "idTag"), limit);
    }

    private static SavingsQuery SavingsQueryOf(IQueryCollection query) =>
        new(Text(query, "period") ?? SavingsQuery.UsualPeriod, Text(query, "from"), Text(query, "until"));

    private static string? Text(IQueryCollection query, string key) => query[key] is [{ Length: > 0 } text] ? text : null;

    private static bool IsWhole(HttpContext context) => context.Request.Query["whole"] is ["true"];

    // JSON is written and read at one go: what .NET has for streams is compiled for each value type and enum there is, more than a megabyte.
    private static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type) ?? throw new JsonException("there is none");
    }

    private static async Task WriteJsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await using (Utf8JsonWriter writer = new(context.Response.BodyWriter))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task WriteAsync<T>(HttpContext context, Answer<T> answer, JsonTypeInfo<T> type)
    {
        switch (answer)
        {
            case Answer<T>.Given given:
                await WriteJsonAsync(context, given.Value, type);
                break;
            case Answer<T>.Denied denied:
                await WriteErrorAsync(context, denied.Denial, denied.Why);
                break;
        }
    }

    private static Task NothingHereAsync(HttpContext context) =>
        WriteErrorAsync(context, Denial.NotFound, $"there is no {context.Request.Method} {context.Request.Path} here");

    private static async Task WriteErrorAsync(HttpContext context, Denial denial, string why)
    {
        context.Response.StatusCode = denial switch
        {
            Denial.NotUnderstood => StatusCodes.Status400BadRequest,
            Denial.NotFound => StatusCodes.Status404NotFound,
            Denial.NoAnswer => StatusCodes.Status504GatewayTimeout,
            Denial.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status409Conflict,
        };
        await WriteJsonAsync(context, new ErrorText(why, denial), ControlJson.Default.ErrorText);
    }

    [LoggerMessage(LogLevel.Error, "Our own mistake at the control door ({Method} {Path})")]
    private static partial void LogFault(ILogger log, Exception e, string method, PathString path);
}
