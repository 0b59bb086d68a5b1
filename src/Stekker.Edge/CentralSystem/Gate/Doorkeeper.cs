using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.CentralSystem.Gate;

/// <summary>Why somebody is turned away.</summary>
/// <param name="Status">HTTP's.</param>
/// <param name="Why">In words, for whoever sets the charger up.</param>
/// <param name="RetryAfter">When it may come again; null where waiting does not help.</param>
internal sealed record Refusal(int Status, string Why, TimeSpan? RetryAfter = null)
{
    public Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = BasicAuth.Challenge;
        }

        if (RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsync(Why + "\n");
    }
}

/// <summary>
/// Asks whoever wants to be a charge point to prove it: with its certificate (profile 3), or with its password (profiles 1 and 2). Where
/// ocpp.clientCaFile is set nobody comes in without the one or the other; else a charge point without a password is believed.
/// </summary>
internal sealed partial class Doorkeeper(AddressLimits limits, Complaints complaints, TimeProvider time, ILogger<Doorkeeper> log) : IDisposable
{
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(5);

    private readonly LoginThrottle throttle = new(time);
    private readonly CredentialCheck credentials = new();

    public Complaints Complaints => complaints;

    /// <summary>Null: it may ask for a line now.</summary>
    public Refusal? TooOften(HttpContext context)
    {
        string address = RemoteAddress.Of(context.Connection.RemoteIpAddress);
        if (limits.MustWait(address) is not { } wait)
        {
            return null;
        }

        if (complaints.IsNews("asks too often", address, out string more))
        {
            LogTooOften(log, address, limits.RequestsPerMinute, more);
        }

        return new Refusal(StatusCodes.Status429TooManyRequests, $"more than {limits.RequestsPerMinute} requests in a minute come from {address}", wait);
    }

    /// <summary>Null: it is who it says.</summary>
    public async ValueTask<Refusal?> ProveAsync(HttpContext context, SiteConfiguration site, string id)
    {
        string address = RemoteAddress.Of(context.Connection.RemoteIpAddress);
        string? password = site.ChargePoint(id)?.Password;
        if (site.Ocpp.ClientCaFile is null)
        {
            return password is null ? null : await AskPasswordAsync(context, id, address, password).ConfigureAwait(false);
        }

        if (context.Connection.ClientCertificate is { } shown)
        {
            return ClientCertificate.IsOf(shown, id) ? null : OfAnother(shown, id, address);
        }

        if (password is not null)
        {
            return await AskPasswordAsync(context, id, address, password).ConfigureAwait(false);
        }

        if (complaints.IsNews("no certificate", address, out string more))
        {
            LogNoCertificate(log, id, address, more);
        }

        return new Refusal(StatusCodes.Status403Forbidden, $"a client certificate whose common name is {id} is needed (OCPP security profile 3)");
    }

    public void Dispose() => credentials.Dispose();

    private Refusal OfAnother(X509Certificate2 shown, string id, string address)
    {
        if (complaints.IsNews("certificate of another", address, out string more))
        {
            LogOfAnother(log, id, address, ClientCertificate.Named(shown), more);
        }

        return new Refusal(StatusCodes.Status403Forbidden, $"the client certificate is not {id}'s: its common name has to be the charge point id");
    }

    private async ValueTask<Refusal?> AskPasswordAsync(HttpContext context, string id, string address, string password)
    {
        if (throttle.MustWait(address, id) is { } wait)
        {
            return Guessing(wait);
        }

        switch (await credentials.CheckAsync(context.Request.Headers.Authorization, id, password, context.RequestAborted).ConfigureAwait(false))
        {
            case Credential.Right:
                throttle.Right(address, id);
                return null;
            case Credential.Busy:
                return new Refusal(StatusCodes.Status503ServiceUnavailable, "too many passwords are being checked", ComeAgain);
            case Credential.Wrong when throttle.Wrong(address, id) is { } first:
                if (complaints.IsNews("guesses", address, out string guesses))
                {
                    LogGuessing(log, address, id, (int)LoginThrottle.LongestWait.TotalSeconds, guesses);
                }

                return Guessing(first);
        }

        if (complaints.IsNews("wrong password", $"{id} {address}", out string more))
        {
            LogWrongPassword(log, id, address, more);
        }

        return new Refusal(StatusCodes.Status401Unauthorized, $"user name {id} with the password set for this charge point is needed");
    }

    private static Refusal Guessing(TimeSpan wait) => new(StatusCodes.Status429TooManyRequests, "too many wrong passwords came from this address", wait);

    [LoggerMessage(LogLevel.Warning, "{Address} asks for a line more than {Most} times in a minute and is turned away until it asks less{More}")]
    private static partial void LogTooOften(ILogger log, string address, int most, string more);

    [LoggerMessage(LogLevel.Warning, "Charge point {Id} at {Address} gave no or a wrong password; set the same one in the charger and in this site's configuration (chargePoints){More}")]
    private static partial void LogWrongPassword(ILogger log, string id, string address, string more);

    [LoggerMessage(LogLevel.Warning, "{Address} gave one wrong password after the other, the last for charge point {Id}; it now has to wait between two tries, at most {Seconds} s. Others are not affected{More}")]
    private static partial void LogGuessing(ILogger log, string address, string id, int seconds, string more);

    [LoggerMessage(LogLevel.Warning, "Charge point {Id} at {Address} showed no client certificate (ocpp.clientCaFile is set): install one with the common name {Id}, or set a password for it in chargePoints{More}")]
    private static partial void LogNoCertificate(ILogger log, string id, string address, string more);

    [LoggerMessage(LogLevel.Warning, "Charge point {Id} at {Address} showed the certificate of {Named}; its common name has to be the charge point id{More}")]
    private static partial void LogOfAnother(ILogger log, string id, string address, string named, string more);
}
