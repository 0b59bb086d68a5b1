using System.Globalization;
using Stekker.Edge.Cloud.Documents;

namespace Stekker.Edge.Cloud;

/// <summary>The site's part of the topic tree. What is below the site is named without the prefix everywhere else.</summary>
public sealed class CloudTopics(string siteId)
{
    public const string Status = "status";
    public const string Telemetry = "telemetry";
    public const string Config = "config";
    public const string Commands = "commands";

    /// <summary>All that comes down. Named one by one: a box may read nothing else, its own reports included.</summary>
    public static readonly IReadOnlyList<string> Down =
        [Config, .. CloudDocuments.Topics, $"{Commands}/+"];

    private readonly string prefix = $"stekker/v1/{siteId}/";

    public string Full(string topic) => prefix + topic;

    /// <summary>Null for a topic that is not this site's.</summary>
    public string? Own(string fullTopic) => fullTopic.StartsWith(prefix, StringComparison.Ordinal) ? fullTopic[prefix.Length..] : null;

    /// <summary>The broker knows the box by it; one per site.</summary>
    public string ClientId => $"stekker-{siteId}";

    public static string OcppLog(string chargePointId) => $"ocpp-log/{chargePointId}";

    public static string CommandResult(string id) => string.Create(CultureInfo.InvariantCulture, $"{Commands}/{id}/result");
}
