using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Upkeep;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>The certificate files a site's configuration names.</summary>
internal static class Certificates
{
    /// <param name="Key">Of the configuration.</param>
    /// <param name="Stops">What no longer works without it.</param>
    /// <param name="IsList">Of authorities: it is good as long as one of it is.</param>
    public sealed record Named(string Key, string Path, string Stops, bool IsList);

    public static IEnumerable<Named> Of(SiteConfiguration site)
    {
        if (site.Ocpp.CertificateFile is { } ocpp)
        {
            yield return new Named("ocpp.certificateFile", ocpp, "chargers that look at it no longer connect by wss", IsList: false);
        }

        if (site.Cloud?.CertFile is { } own)
        {
            yield return new Named("cloud.certFile", own, "the cloud's broker no longer lets this site in", IsList: false);
        }

        if (site.Cloud?.CaFile is { } authority)
        {
            yield return new Named("cloud.caFile", authority, "the cloud's broker is no longer trusted", IsList: true);
        }
    }

    /// <summary>What somebody should know of it; null where all is well.</summary>
    public static (TellLevel Level, string Text)? Look(Named named, DateTimeOffset utc)
    {
        try
        {
            X509Certificate2Collection found = [];
            found.ImportFromPemFile(named.Path);
            if (found.Count == 0)
            {
                return (TellLevel.Alarm, $"{named.Path} ({named.Key}) has no certificate in it: {named.Stops}. A PEM file is needed, as it begins with -----BEGIN CERTIFICATE-----.");
            }

            // In a chain the first is the site's own (RFC 8446, section 4.4.2).
            DateTimeOffset until = named.IsList ? found.Max(c => new DateTimeOffset(c.NotAfter)) : new DateTimeOffset(found[0].NotAfter);
            foreach (X509Certificate2 certificate in found)
            {
                certificate.Dispose();
            }

            return CertificateTerm.Judge(named.Key, named.Path, named.Stops, until, utc);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return (TellLevel.Alarm, $"the certificate {named.Path} ({named.Key}) cannot be read ({e.Message.TrimEnd('.')}): {named.Stops}.");
        }
    }
}
