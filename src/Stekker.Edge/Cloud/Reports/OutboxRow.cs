namespace Stekker.Edge.Cloud.Reports;

/// <summary>A report as the outbox keeps it.</summary>
/// <param name="Subject">What it is about: a session's id, a command's, a day.</param>
/// <param name="Topic">Below the site.</param>
/// <param name="Payload">A JSON object without its reportId; of savings the time zone.</param>
internal sealed record OutboxRow(string Kind, string Subject, string Topic, byte[] Payload)
{
    /// <summary>The one kind that may be dropped, and gives way to newer reports of its session.</summary>
    public const string UpdateKind = "sessionUpdate";

    public const string SessionKind = "session";

    public const string CommandKind = "command";

    public const string CdrKind = "cdr";

    public const string CrashKind = "crash";

    /// <summary>A pointer: the payload is the site's time zone, the subject the day; what goes out is reckoned when it is sent.</summary>
    public const string SavingsKind = "savings";

    /// <summary>The kind whose rows of the same subject this one takes the place of; null for none.</summary>
    public string? Supersedes { get; init; }

    /// <summary>The field that holds the report's number.</summary>
    public static string IdNameOf(string kind) => kind == CdrKind ? "report_id" : "reportId";
}
