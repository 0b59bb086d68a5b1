using System.Globalization;
using System.Threading.Channels;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Loop;

namespace Stekker.Edge.Prices;

/// <summary>
/// Brings the day-ahead prices of the site's tariff from ENTSO-E: what is missing at once, tomorrow's as soon as they are out, with
/// patience where they are late. Nothing waits for it: without it the site goes on by usual prices.
/// </summary>
/// <param name="chance">0 to 1, anew at each call: spreads the boxes over time.</param>
public sealed partial class PriceFetcher(SiteLoop loop, TimeProvider time, Func<double> chance, ILogger<PriceFetcher> log) : IAsyncDisposable
{
    /// <summary>How often it is looked whether the configuration or the clock has changed.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ClockWait = TimeSpan.FromSeconds(30);

    /// <summary>A short trouble of the other side is nobody's worry.</summary>
    private const int WorthTelling = 3;

    private readonly EntsoEClient client = new();
    private readonly CancellationTokenSource stop = new();
    private readonly double place = chance();
    private Task running = Task.CompletedTask;
    private string? historyOf;
    private int failures;
    private string? told;

    public void Start() => running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        client.Dispose();
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(await SafeStepAsync(stop.Token).ConfigureAwait(false), time, stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsTheEnd(e))
        {
            // Stopped, or the site did.
        }
    }

    private async Task<TimeSpan> SafeStepAsync(CancellationToken cancel)
    {
        try
        {
            return await StepAsync(cancel).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A mistake of ours here must not end the daemon: the site goes on by usual prices, and the log says why.
        catch (Exception e) when (!IsTheEnd(e))
#pragma warning restore CA1031
        {
            LogBroken(log, e);
            return LookAgain;
        }
    }

    private static bool IsTheEnd(Exception e) => e is OperationCanceledException or SiteStoppedException or ChannelClosedException;

    /// <summary>Asks where something is due.</summary>
    /// <returns>How long to wait until the next step.</returns>
    private async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        SiteState state = loop.Snapshot;
        Now now = loop.Clock.Read();
        if (state.Configuration is not { Prices.EntsoE: { } settings, Tariff: { FollowsMarket: true } tariff } || BiddingZones.EicOf(tariff.Area) is not { } eic)
        {
            await ReportAsync(null, cancel).ConfigureAwait(false);
            return LookAgain;
        }

        if (!now.UtcTrusted)
        {
            return ClockWait;
        }

        Wanted wanted = FetchPlan.Next(state.Prices, now.Utc, place, history: historyOf != eic);
        if (wanted.At > now.Utc)
        {
            // Whole seconds, upwards: a wait is cut to milliseconds, and would end just before it is due.
            TimeSpan left = TimeSpan.FromSeconds(Math.Ceiling((wanted.At - now.Utc).TotalSeconds));
            return left < LookAgain ? left : LookAgain;
        }

        EntsoEAnswer answer = await client.AskAsync(settings, eic, wanted.From, wanted.Until, cancel).ConfigureAwait(false);
        if (answer is EntsoEAnswer.Prices prices)
        {
            answer = await TakeAsync(tariff, prices, cancel).ConfigureAwait(false);
        }

        historyOf = answer is EntsoEAnswer.Prices or EntsoEAnswer.NotYet ? eic : historyOf;
        failures = answer is EntsoEAnswer.Failed ? failures + 1 : 0;
        LogOutcome(answer);
        await ReportAsync(TroubleOf(answer), cancel).ConfigureAwait(false);
        Wanted next = FetchPlan.Next(loop.Snapshot.Prices, now.Utc, place, history: historyOf != eic);
        return next.At > now.Utc ? TimeSpan.Zero : FetchPlan.Retry(answer, failures, now.Utc, next, chance());
    }

    private async Task<EntsoEAnswer> TakeAsync(TariffSettings tariff, EntsoEAnswer.Prices prices, CancellationToken cancel)
    {
        Reply reply = await loop.AskAsync(request => new SiteEvent.PricesPut(request, tariff.Area, prices.Rows), cancel).ConfigureAwait(false);
        if (reply is Reply.Impossible no)
        {
            return new EntsoEAnswer.Failed($"what ENTSO-E sent cannot be: {no.Why}");
        }

        LogTaken(log, prices.Rows.Length, tariff.Area, (prices.Rows[^1].Start + Ptu.Length).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        return prices;
    }

    /// <summary>What stands as an alert after this answer: a short trouble is none, and ends none.</summary>
    private string? TroubleOf(EntsoEAnswer answer) => answer switch
    {
        EntsoEAnswer.Refused refused => refused.Why,
        EntsoEAnswer.Failed failed when failures >= WorthTelling => $"Prices cannot be fetched: {failed.Why}",
        EntsoEAnswer.Failed => told,
        _ => null,
    };

    private void LogOutcome(EntsoEAnswer answer)
    {
        switch (answer)
        {
            case EntsoEAnswer.NotYet notYet:
                LogNotYet(log, notYet.Reason);
                break;
            case EntsoEAnswer.Failed failed:
                LogFailed(log, failed.Why);
                break;
        }
    }

    private async Task ReportAsync(string? trouble, CancellationToken cancel)
    {
        if (trouble != told)
        {
            told = trouble;
            await loop.PostAsync(new SiteEvent.PriceSourceReported(trouble), cancel).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} prices of {Area} have come from ENTSO-E, until {Until} UTC")]
    private static partial void LogTaken(ILogger log, int count, string area, string until);

    [LoggerMessage(LogLevel.Information, "ENTSO-E has no prices yet: {Reason}")]
    private static partial void LogNotYet(ILogger log, string reason);

    [LoggerMessage(LogLevel.Information, "No prices from ENTSO-E this time: {Why}")]
    private static partial void LogFailed(ILogger log, string why);

    [LoggerMessage(LogLevel.Critical, "Our own mistake while fetching prices")]
    private static partial void LogBroken(ILogger log, Exception e);
}
