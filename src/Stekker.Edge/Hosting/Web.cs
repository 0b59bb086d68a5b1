using Microsoft.AspNetCore.Server.Kestrel.Core;
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

    private const int ControlConnections = 64;

    /// <exception cref="IOException">The certificate's files cannot be used.</exception>
    public static WebServer Build(DaemonOptions options, OcppDoor ocpp, ControlSocket control) => WebServer.Build(
        logging => logging.AddSerilog(Logger(options), dispose: true),
        kestrel =>
        {
            Limit(kestrel.Limits, ocpp);
            kestrel.AddServerHeader = false;
            ocpp.On(kestrel);
            kestrel.ListenUnixSocket(control.Path, listener => listener.Tag(Door.Control));
        });

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
    private static void Limit(KestrelServerLimits limits, OcppDoor ocpp)
    {
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        limits.MaxRequestBodySize = 4_000_000;
        limits.MaxRequestHeadersTotalSize = 16_384;
        limits.MaxRequestLineSize = 4_096;

        // The OCPP door counts its own, so that however many come there the control door has these.
        limits.MaxConcurrentConnections = ocpp.MostConnections + ControlConnections;
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
                new FileLines(),
                file,
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
