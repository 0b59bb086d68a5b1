using System.Globalization;
using System.Text.Json;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cloud.Commands;

/// <summary>Commands that are one OCPP 1.6 call to a charger.</summary>
internal static class ChargerCalls
{
    /// <summary>Answers that mean it is done, or will be (OCPP 1.6 §7).</summary>
    private static readonly string[] Good = ["Accepted", "Scheduled", "Unlocked", "RebootRequired"];

    private const int LongestLocation = 1_000;

    /// <summary>Null where the command is none of these; a text where it lacks something.</summary>
    public static (CallAsked? Call, string? Missing)? Of(CommandAsked asked) => asked.Command switch
    {
        "reset" => asked.Type is "soft" or "hard"
            ? Call("Reset", ("type", asked.Type == "hard" ? "Hard" : "Soft"))
            : Lacks("type", "soft or hard"),
        "unlock" => asked.ConnectorId is > 0
            ? Call("UnlockConnector", ("connectorId", asked.ConnectorId))
            : Lacks("connectorId", "the connector's number, from 1"),
        "triggerMessage" => asked.Message is { Length: > 0 }
            ? Call("TriggerMessage", ("requestedMessage", asked.Message), ("connectorId", asked.ConnectorId))
            : Lacks("message", "such as StatusNotification or MeterValues"),
        "updateFirmware" => WhyNoAddress(asked.Location) is { } fault
            ? (null, fault)
            : Call(
                "UpdateFirmware",
                ("location", asked.Location),
                ("retrieveDate", Utc(asked.RetrieveAt ?? DateTimeOffset.UnixEpoch)),
                ("retries", asked.Retries),
                ("retryInterval", asked.RetryIntervalS)),
        "getDiagnostics" => WhyNoAddress(asked.Location) is { } fault
            ? (null, fault)
            : Call(
                "GetDiagnostics",
                ("location", asked.Location),
                ("startTime", asked.From is { } from ? Utc(from) : null),
                ("stopTime", asked.Until is { } until ? Utc(until) : null),
                ("retries", asked.Retries),
                ("retryInterval", asked.RetryIntervalS)),
        "changeConfiguration" => asked is { Key.Length: > 0, Value: not null }
            ? Call("ChangeConfiguration", ("key", asked.Key), ("value", asked.Value))
            : Lacks(asked.Key is { Length: > 0 } ? "value" : "key", "a text"),
        "clearCache" => Call("ClearCache"),
        _ => null,
    };

    public static CommandEnd EndOf(string chargePointId, string action, Answer<CallAnswer> answer) => answer switch
    {
        Answer<CallAnswer>.Denied { Denial: Denial.NoAnswer } none => new CommandEnd(CommandOutcome.NoAnswer, none.Why),
        Answer<CallAnswer>.Denied { Denial: Denial.NotUnderstood } bad => CommandEnd.Invalid(bad.Why),
        Answer<CallAnswer>.Denied no => new CommandEnd(CommandOutcome.Refused, no.Why),
        Answer<CallAnswer>.Given { Value: { Error: { } error } } =>
            new CommandEnd(CommandOutcome.Refused, $"{chargePointId} answered {error.Code}{(error.Description.Length > 0 ? $": {error.Description}" : "")}"),
        Answer<CallAnswer>.Given { Value: { Result: { } result } } => EndOf(chargePointId, action, result),
        _ => throw new Core.Site.InvariantBrokenException($"no outcome for the answer to {action}"),
    };

    private static CommandEnd EndOf(string chargePointId, string action, JsonElement result)
    {
        string? status = result.TryGetProperty("status", out JsonElement said) ? said.GetString() : null;
        return status is null || Good.Contains(status)
            ? new CommandEnd(CommandOutcome.Done, $"{chargePointId} answered {action} with {status ?? "what is in answer"}", result)
            : new CommandEnd(CommandOutcome.Refused, $"{chargePointId} answered {action} with {status}", result);
    }

    /// <summary>It is the charger that goes there (OCPP 1.6 §6.27, §6.55: an anyURI), so a file of the charger's own is none.</summary>
    private static string? WhyNoAddress(string? location) => location switch
    {
        null or "" => "location is missing: it is the address the charger loads from or up to, such as ftp://files.example/up",
        { Length: > LongestLocation } => $"location has {location.Length} characters: {LongestLocation} is the most",
        _ when !location.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && Uri.TryCreate(location, UriKind.Absolute, out Uri? address) && !address.IsFile && address.Host.Length > 0 => null,
        // Not shown where there may be a password in it.
        _ => $"location '{(location.Contains('@', StringComparison.Ordinal) ? "…" : Configuration.ConfigurationNode.Clean(location))}': it is an address on a server, such as ftp://files.example/up",
    };

    private static (CallAsked? Call, string? Missing)? Lacks(string key, string expected) => (null, $"{key} is missing: it is {expected}");

    /// <summary>Null values are left out.</summary>
    private static (CallAsked? Call, string? Missing)? Call(string action, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        using MemoryStream written = new();
        using (Utf8JsonWriter writer = new(written))
        {
            writer.WriteStartObject();
            foreach ((string name, object? value) in fields)
            {
                if (value is int number)
                {
                    writer.WriteNumber(name, number);
                }
                else if (value is string text)
                {
                    writer.WriteString(name, text);
                }
            }

            writer.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(written.ToArray());
        return (new CallAsked(action, document.RootElement.Clone()), null);
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
