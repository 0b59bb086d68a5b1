namespace Stekker.Edge.Core.Configuration;

/// <summary>The site administrator's page.</summary>
public sealed record WebSettings
{
    /// <summary>Address and port.</summary>
    public string Listen { get; init; } = "0.0.0.0:8080";
}

public enum LogDetail
{
    Debug,
    Information,
    Warning,
    Error,
}

public sealed record LogSettings
{
    public LogDetail Level { get; init; } = LogDetail.Information;

    /// <summary>Written beside what goes to the system's log; null for none.</summary>
    public string? File { get; init; }
}

/// <summary>The operator's cloud, over MQTT.</summary>
/// <param name="Broker">mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS.</param>
/// <param name="CaFile">PEM, where the broker's certificate is not from a public authority.</param>
/// <param name="CertFile">PEM certificate and key of this site, where the broker asks for one.</param>
public sealed record CloudSettings(Uri Broker, string? CaFile = null, string? CertFile = null, string? KeyFile = null, string? Username = null, string? Password = null)
{
    /// <summary>After a line was lost the boxes come back spread over this time, so that a broker that restarts is not run over.</summary>
    public TimeSpan ReconnectWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the site's power is told: it is most of what goes over a metered line.</summary>
    public TimeSpan TelemetryEvery { get; init; } = TimeSpan.FromMinutes(1);

    public bool UsesTls => Broker.Scheme == "mqtts";

    /// <summary>Without the password, so that no log ever holds it.</summary>
    public override string ToString() => $"CloudSettings {{ Broker = {Broker} }}";
}
