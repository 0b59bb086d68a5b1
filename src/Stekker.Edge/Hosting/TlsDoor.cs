using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Hosting;

/// <summary>
/// TLS for chargers (OCPP security profiles 2 and 3): 1.2 and 1.3 and nothing older, with the site's certificate, renewed while it runs, and
/// with the chargers' own where ocpp.clientCaFile says who signs them. A charger without one gets as far as the doorkeeper.
/// </summary>
internal sealed partial class TlsDoor
{
    /// <summary>id-kp-clientAuth (RFC 5280 §4.2.1.12); a certificate that names no purpose is good for any.</summary>
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly RenewedFiles<SslStreamCertificateContext> own;
    private readonly RenewedFiles<X509Certificate2Collection>? signers;
    private readonly Func<DateTimeOffset?> trustedUtc;
    private readonly Complaints complaints;
    private readonly ILogger log;

    /// <param name="trustedUtc">The time; null while it is not known: a certificate's days are then not counted.</param>
    /// <exception cref="IOException">The files hold no certificates.</exception>
    public TlsDoor(string certificateFile, string keyFile, string? clientCaFile, Func<DateTimeOffset?> trustedUtc, Complaints complaints, TimeProvider time, ILogger log)
    {
        this.trustedUtc = trustedUtc;
        this.complaints = complaints;
        this.log = log;
        string[] pair = [certificateFile, keyFile];
        own = new(pair, () => Own(certificateFile, keyFile), e => Renewed("ocpp.certificateFile and ocpp.keyFile", e), time);
        signers = clientCaFile is null ? null : new([clientCaFile], () => Signers(clientCaFile), e => Renewed("ocpp.clientCaFile", e), time);
        Read(() => own.Current, $"ocpp.certificateFile {certificateFile} with ocpp.keyFile {keyFile}: a PEM certificate and its private key are needed");
        Read(() => signers?.Current, $"ocpp.clientCaFile {clientCaFile}: PEM certificates of who signs the chargers' certificates are needed");
    }

    public static TlsDoor? Of(OcppRules ocpp, Func<DateTimeOffset?> trustedUtc, Complaints complaints, TimeProvider time, ILogger log) =>
        ocpp is { CertificateFile: { } certificate, KeyFile: { } key } ? new TlsDoor(certificate, key, ocpp.ClientCaFile, trustedUtc, complaints, time, log) : null;

    public void On(ListenOptions listener) => listener.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = HandshakeTimeout,
        OnConnection = context => ValueTask.FromResult(Options(RemoteAddress.Of(context.Connection.RemoteEndPoint))),
    });

    private SslServerAuthenticationOptions Options(string address)
    {
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateContext = own.Current,
#pragma warning disable CA5398 // Left to the system it may be less: a router's OpenSSL is set up by somebody else.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
            AllowRenegotiation = false,
        };
        if (signers is not null)
        {
            options.ClientCertificateRequired = true;

            // A resumed session brings the certificate without those between it and the signer.
            options.AllowTlsResume = false;
            options.CertificateChainPolicy = Policy(signers.Current);
            options.RemoteCertificateValidationCallback = (_, shown, chain, errors) => shown is null || Believes(shown, chain, errors, address);
        }

        return options;
    }

    private X509ChainPolicy Policy(X509Certificate2Collection trusted)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        policy.DisableCertificateDownloads = true;
        if (trustedUtc() is { } now)
        {
            policy.VerificationTimeIgnored = false;
            policy.VerificationTime = now.UtcDateTime;
        }
        else
        {
            policy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        }

        return policy;
    }

    private bool Believes(X509Certificate shown, X509Chain? chain, SslPolicyErrors errors, string address)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None)
        {
            return true;
        }

        if (complaints.IsNews("bad certificate", address, out string more))
        {
            string why = string.Join("; ", (chain?.ChainStatus ?? []).Select(s => s.StatusInformation.Trim().TrimEnd('.')).Distinct());
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
            LogNotBelieved(log, address, ClientCertificate.Named(certificate), why.Length > 0 ? why : "it cannot be checked", more);
        }

        return false;
    }

    private static SslStreamCertificateContext Own(string certificateFile, string keyFile)
    {
        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(certificateFile);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private static X509Certificate2Collection Signers(string file)
    {
        X509Certificate2Collection read = [];
        read.ImportFromPemFile(file);
        return read.Count > 0 ? read : throw new CryptographicException("there is no certificate in it");
    }

    private static void Read(Func<object?> read, string needed)
    {
        try
        {
            _ = read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{needed} ({e.Message})", e);
        }
    }

    private void Renewed(string what, Exception? trouble)
    {
        if (trouble is null)
        {
            LogRenewed(log, what);
        }
        else
        {
            LogNotRenewed(log, what, trouble.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "{What}: the renewed files are used from now on")]
    private static partial void LogRenewed(ILogger log, string what);

    [LoggerMessage(LogLevel.Warning, "{What}: the changed files cannot be used, those before go on: {Why}")]
    private static partial void LogNotRenewed(ILogger log, string what, string why);

    [LoggerMessage(LogLevel.Warning, "A charger at {Address} showed a client certificate of {Named} that is not believed (ocpp.clientCaFile): {Why}{More}")]
    private static partial void LogNotBelieved(ILogger log, string address, string named, string why, string more);
}
