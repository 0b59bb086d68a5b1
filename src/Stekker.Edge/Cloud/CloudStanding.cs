namespace Stekker.Edge.Cloud;

/// <summary>How the link to the cloud is doing; immutable, for anyone to read.</summary>
/// <param name="Broker">Host and port.</param>
/// <param name="Protocol">MQTT 5 or MQTT 3.1.1; null where there is no line.</param>
/// <param name="Since">Monotonic: of the line, or of its absence.</param>
/// <param name="Trouble">Why there is none, in words; null where there is.</param>
/// <param name="MissedTelemetry">How often since the start telemetry was due and there was no line: it is not kept.</param>
public sealed record CloudStanding(string Broker, string? Protocol, TimeSpan Since, string? Trouble, long MissedTelemetry)
{
    public bool IsConnected => Protocol is not null;
}
