using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Serilog;
using Serilog.Events;
using Stekker.Edge.CentralSystem;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Hosting;

/// <summary>Kestrel with two doors: OCPP for the chargers' LAN, and the control socket for whoever may open that file.</summary>
internal static class Web
{
    private const long LogFileBytes = 1_000_000;

    public static WebServer Build(DaemonOptions options, ControlSocket control)
    {
        OcppRules ocpp = options.Configuration.Ocpp;
        return WebServer.Build(
            logging => logging.AddSerilog(Logger(options), dispose: true),
            kestrel =>
            {
                Limit(kestrel.Limits, ocpp);
                kestrel.AddServerHeader = false;
                kestrel.Listen(ListenAddress.Parse(ocpp.Listen), listener =>
                {
                    if (ocpp is { CertificateFile: { } certificate, KeyFile: { } key })
                    {
                        listener.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = Certificate(certificate, key) });
                    }

                    listener.Tag(Door.Ocpp);
                });
                kestrel.ListenUnixSocket(control.Path, listener => listener.Tag(Door.Control));
            });
    }

    /// <exception cref="IOException">The files hold no certificate with its key.</exception>
    private static X509Certificate2 Certificate(string certificateFile, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new IOException($"ocpp.certificateFile {certificateFile} with ocpp.keyFile {keyFile}: a PEM certificate and its private key are needed ({e.Message})", e);
        }
    }

    /// <exception cref="IOException">An address is taken.</exception>
    public static Task ServeAsync(WebServer server, OcppEndpoint ocpp, ControlDoor control) => server.StartAsync(app =>
    {
        app.UseWebSockets();
        app.Run(context => context.CameBy() switch
        {
            Door.Ocpp => ocpp.HandleAsync(context),
            Door.Control => control.HandleAsync(context),
            _ => Task.CompletedTask,
        });
    });

    /// <summary>A peer that is slow to say what it wants, or says too much, holds nothing.</summary>
    private static void Limit(KestrelServerLimits limits, OcppRules ocpp)
    {
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        limits.MaxRequestBodySize = 4_000_000;
        limits.MaxRequestHeadersTotalSize = 16_384;
        limits.MaxRequestLineSize = 4_096;
        limits.MaxConcurrentConnections = ocpp.MaxConnections + 128;
    }

    private static Serilog.Core.Logger Logger(DaemonOptions options)
    {
        LoggerConfiguration logger = new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(options.Configuration.Log.Level))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.Sink(new ConsoleLines(options.Output));
        if (options.Run is { } run)
        {
            logger.WriteTo.Sink(run.Lines);
        }

        if (options.LogFile is { } file)
        {
            logger.WriteTo.File(
                file,
                formatProvider: CultureInfo.InvariantCulture,
                outputTemplate: "{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u1} {Message:lj}{NewLine}{Exception}",
                fileSizeLimitBytes: LogFileBytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: 2);
        }

        return logger.CreateLogger();
    }

    private static LogEventLevel LevelOf(LogDetail detail) => detail switch
    {
        LogDetail.Debug => LogEventLevel.Debug,
        LogDetail.Warning => LogEventLevel.Warning,
        LogDetail.Error => LogEventLevel.Error,
        _ => LogEventLevel.Information,
    };
}
