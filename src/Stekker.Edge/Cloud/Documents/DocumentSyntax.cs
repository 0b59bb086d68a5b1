using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Stekker.Edge.Core.Cloud;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>From a message's bytes to a document's object, and on to what it says.</summary>
internal static class DocumentSyntax
{
    /// <summary>One MB: more than any document needs; a larger one is a mistake.</summary>
    public const int MostBytes = Link.ICloudLink.MostPayloadBytes;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>What <paramref name="read"/> made of it; of no use where there are findings.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> utf8, DocumentFindings findings, Func<DocumentObject, T> read)
        where T : class
    {
        if (utf8.Length > MostBytes)
        {
            findings.Add("", FormattableString.Invariant($"the document has more than {MostBytes} bytes, which is the most"));
            return null;
        }

        ReadOnlyMemory<byte> text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (!Utf8.IsValid(text.Span))
        {
            findings.Add("", "the document is no UTF-8 text");
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return read(new DocumentObject(document.RootElement, "", findings));
            }

            findings.Add("", "the document is an object: { \"version\": 12, … }");
        }
        catch (JsonException e)
        {
            findings.Add("", string.Create(CultureInfo.InvariantCulture, $"the document is no JSON at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}, or is nested more than {Strict.MaxDepth} deep"));
        }
        catch (InvalidOperationException)
        {
            // A \u escape of half a character: valid JSON, but no text.
            findings.Add("", "the document holds half a character (a \\ud800 to \\udfff escape without its other half)");
        }

        return null;
    }

    public static long Version(DocumentObject root) => root.Whole("version", 1, CloudDocument.LastVersion, required: true) ?? 0;

    /// <summary>The version of a document that is refused, for its state; null where not even that can be read.</summary>
    public static long? VersionOf(ReadOnlyMemory<byte> utf8)
    {
        DocumentFindings unheard = new();
        return Read(utf8, unheard, root => new Said(root.Whole("version", 1, CloudDocument.LastVersion)))?.Version;
    }

    private sealed record Said(long? Version);
}
