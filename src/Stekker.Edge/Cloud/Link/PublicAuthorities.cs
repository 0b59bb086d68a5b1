namespace Stekker.Edge.Cloud.Link;

/// <summary>Where a system keeps the certificates of public authorities.</summary>
internal static class PublicAuthorities
{
    // OpenWrt's ca-bundle and Debian's ca-certificates have the first; others the rest.
    private static readonly string[] Places = ["/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/cert.pem", "/etc/pki/tls/certs/ca-bundle.crt"];

    /// <summary>Null where there is none.</summary>
    public static string? File => Places.FirstOrDefault(System.IO.File.Exists);
}
