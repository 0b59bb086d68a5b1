using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Configuration;

internal static class OcppReader
{
    public static OcppRules Read(ObjectReader from)
    {
        OcppRules defaults = new();
        OcppRules rules = new()
        {
            Listen = from.Text("listen", ConfigurationTexts.Listen) ?? defaults.Listen,
            UnknownChargePoints = from.Choice(
                "unknownChargePoints", ("accept", UnknownChargePoints.Accept), ("pending", UnknownChargePoints.Pending), ("refuse", UnknownChargePoints.Refuse))
                ?? defaults.UnknownChargePoints,
            CertificateFile = from.Text("certificateFile", ConfigurationTexts.Path),
            KeyFile = from.Text("keyFile", ConfigurationTexts.Path),
            ClientCaFile = from.Text("clientCaFile", ConfigurationTexts.Path),
            MaxConnections = from.Whole("maxConnections", 1, 10_000) ?? defaults.MaxConnections,
            MaxConnectionsPerAddress = from.Whole("maxConnectionsPerAddress", 1, 10_000),
            MaxFrameBytes = from.Whole("maxFrameBytes", 4096, 16 * 1024 * 1024, " bytes") ?? defaults.MaxFrameBytes,
            MaxMessagesPerSecond = from.Whole("maxMessagesPerSecond", 1, 10_000) ?? defaults.MaxMessagesPerSecond,
            PingInterval = from.Seconds("pingIntervalS", 1, 3600) ?? defaults.PingInterval,
            PingTimeout = from.Seconds("pingTimeoutS", 1, 3600) ?? defaults.PingTimeout,
            HeartbeatInterval = from.Seconds("heartbeatIntervalS", 1, 86_400) ?? defaults.HeartbeatInterval,
            MeterValueSampleInterval = from.Seconds("meterValueSampleIntervalS", 1, 3600) ?? defaults.MeterValueSampleInterval,
            TransactionTimeout = from.Whole("transactionTimeoutH", 1, 8760, " hours") is { } hours ? TimeSpan.FromHours(hours) : defaults.TransactionTimeout,
        };
        Together.Require(from, "certificateFile", "keyFile");
        if (from.Has("clientCaFile") && !from.Has("certificateFile"))
        {
            from.Error("clientCaFile", "needs certificateFile and keyFile beside it: chargers show their certificates by TLS only");
        }

        from.Finish();
        return rules;
    }
}

/// <summary>Two keys that make sense only side by side.</summary>
internal static class Together
{
    public static void Require(ObjectReader from, string one, string other)
    {
        if (from.Has(one) != from.Has(other))
        {
            (string there, string missing) = from.Has(one) ? (one, other) : (other, one);
            from.Require(missing, $"{there} needs it beside it");
        }
    }
}
