namespace Stekker.Edge.CentralSystem;

/// <summary>The charge point's identity as the last part of the URL it connects to (OCPP-J 1.6 §3.1.1).</summary>
public static class ChargePointId
{
    /// <summary>OCPP 2.0.1's identityString; 1.6 chargers stay well below it.</summary>
    public const int MaxLength = 48;

    private const string Path = "/ocpp/";

    /// <summary>
    /// The id in a request target as it came on the wire, percent-decoded by us: a server that decodes for us leaves %2F standing and would
    /// fold "..". Null with the reason where it is none.
    /// </summary>
    public static string? FromTarget(string rawTarget, out string why)
    {
        why = "";
        int query = rawTarget.IndexOf('?', StringComparison.Ordinal);
        string path = query >= 0 ? rawTarget[..query] : rawTarget;
        if (!path.StartsWith(Path, StringComparison.Ordinal))
        {
            why = $"chargers connect to {Path}{{chargePointId}}";
            return null;
        }

        string id = Uri.UnescapeDataString(path[Path.Length..].TrimEnd('/'));
        why = WhyNot(id) ?? "";
        return why.Length == 0 ? id : null;
    }

    /// <summary>Null for a good id.</summary>
    public static string? WhyNot(string id) => id switch
    {
        "" => "the charge point id is missing: chargers connect to /ocpp/{chargePointId}",
        { Length: > MaxLength } => $"the charge point id has {id.Length} characters; {MaxLength} is the most",
        _ when id.Contains('%', StringComparison.Ordinal) => "the charge point id holds a percent sign that stands for no character",
        "." or ".." => "the charge point id is a dot, which names a folder",
        _ when id.Any(c => char.IsControl(c) || c is '/' or '\\' or ':' or '\uFFFD') => "the charge point id holds a character that no id may have (control characters, / \\ :)",
        _ => null,
    };
}
