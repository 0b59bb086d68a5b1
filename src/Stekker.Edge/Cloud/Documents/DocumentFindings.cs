using System.Collections.Immutable;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>One thing that is wrong with a document.</summary>
/// <param name="Path">Of the value: "cards[3].idTag"; empty for the document as a whole.</param>
/// <param name="Error">What was found and what would be right.</param>
public sealed record DocumentError(string Path, string Error);

/// <summary>All that is wrong with a document, as it is walked, so that its sender mends it in one go.</summary>
internal sealed class DocumentFindings
{
    /// <summary>A document that is wrong all over need not be told in full: the state has to fit a message too.</summary>
    public const int Most = 50;

    private const int MostSaid = 300;

    private readonly ImmutableArray<DocumentError>.Builder errors = ImmutableArray.CreateBuilder<DocumentError>();

    public bool IsEmpty => errors.Count == 0;

    public ImmutableArray<DocumentError> Errors => errors.ToImmutable();

    public void Add(string path, string error)
    {
        if (errors.Count < Most)
        {
            errors.Add(new DocumentError(path, ConfigurationNode.Clean(error, MostSaid)));
        }
    }
}
