using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Configuration;

internal static class CloudReader
{
    private const int TlsPort = 8883;
    private const int PlainPort = 1883;

    public static CloudSettings? Read(ObjectReader from)
    {
        if (!from.IsThere)
        {
            return null;
        }

        from.Require("broker", "the MQTT broker, as \"mqtts://broker.example:8883\"");

        // Hidden: an address may carry a password where it should not.
        string? broker = from.Text("broker", ConfigurationTexts.Broker, secret: true);
        string? caFile = from.Text("caFile", ConfigurationTexts.Path);
        string? certFile = from.Text("certFile", ConfigurationTexts.Path);
        string? keyFile = from.Text("keyFile", ConfigurationTexts.Path);
        string? username = from.Text("username");
        string? password = from.Text("password", ConfigurationTexts.Password, secret: true);
        TimeSpan? telemetryEvery = from.Whole("telemetryEveryS", 1, 86_400, " seconds") is { } every ? TimeSpan.FromSeconds(every) : null;
        TimeSpan? reconnectWithin = from.Whole("reconnectWithinS", 0, 3600, " seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Together.Require(from, "certFile", "keyFile");
        if (from.Has("password") && !from.Has("username"))
        {
            from.Require("username", "password needs it beside it");
        }

        from.Finish();
        if (broker is null)
        {
            return null;
        }

        CloudSettings settings = new(WithPort(new Uri(broker)), caFile, certFile, keyFile, username, password);
        return settings with
        {
            ReconnectWithin = reconnectWithin ?? settings.ReconnectWithin,
            TelemetryEvery = telemetryEvery ?? settings.TelemetryEvery,
        };
    }

    private static Uri WithPort(Uri broker) =>
        broker.Port > 0 ? broker : new UriBuilder(broker) { Port = broker.Scheme == "mqtts" ? TlsPort : PlainPort }.Uri;
}
