using System.Text.Json.Nodes;

namespace Stekker.Edge.Ocpp.Tests.V16;

/// <summary>One field as <see cref="Specification"/> has it, and what may stand in it.</summary>
internal sealed record SpecifiedField(string Name, string Kind, bool IsRequired, bool IsList, bool NeedsItem)
{
    private static readonly Dictionary<string, List<SpecifiedField>> Messages = ReadFields(Specification.Messages);
    private static readonly Dictionary<string, List<SpecifiedField>> Types = ReadFields(Specification.Types);
    private static readonly Dictionary<string, string[]> Enumerations = Lines(Specification.Enumerations)
        .ToDictionary(line => line.Name, line => line.Content.Split(' '));

    public int? MaxLength => int.TryParse(Kind, out var length) ? length : Kind == "IdToken" ? 20 : null;

    public string[]? Names => Enumerations.GetValueOrDefault(Kind);

    public List<SpecifiedField>? Fields => Types.GetValueOrDefault(Kind);

    public static List<SpecifiedField> Of(string action, bool isRequest) => Messages[action + (isRequest ? ".req" : ".conf")];

    public static IEnumerable<string> ActionNames => Messages.Keys.Select(name => name.Split('.')[0]).Distinct();

    /// <summary>A payload with every field, or with the required ones alone.</summary>
    public static JsonObject Example(List<SpecifiedField> fields, bool isFull)
    {
        var result = new JsonObject();
        foreach (var field in fields.Where(field => isFull || field.IsRequired))
        {
            result[field.Name] = field.IsList ? new JsonArray(field.One(isFull), field.One(isFull)) : field.One(isFull);
        }
        return result;
    }

    /// <summary>The text that is one character too long, and the one that just fits.</summary>
    public string TextOf(int length) => new('ñ', length);

    private JsonNode One(bool isFull) => Kind switch
    {
        "text" => "whatever",
        "sample" => "12.5",
        "int" => 2,
        "tenths" => 16.1m,
        "bool" => true,
        "time" => "2026-03-29T01:00:00.250Z",
        "uri" => "ftp://user@host/folder",
        _ when MaxLength is { } length => TextOf(length),
        _ when Names is { } names => names[^1],
        _ => Example(Fields!, isFull),
    };

    private static Dictionary<string, List<SpecifiedField>> ReadFields(string table) => Lines(table).ToDictionary(line => line.Name, line =>
        line.Content.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read).ToList());

    private static IEnumerable<(string Name, string Content)> Lines(string table) => table.Split('\n')
        .Select(line => line.Split('=', 2)).Select(parts => (parts[0].Trim(), parts[1].Trim()));

    private static SpecifiedField Read(string text)
    {
        var parts = text.Split(' ');
        return new SpecifiedField(
            parts[0].TrimEnd('!'), parts[1].Trim('[', ']', '+'), parts[0].EndsWith('!'), parts[1].StartsWith('['), parts[1].EndsWith('+'));
    }
}
