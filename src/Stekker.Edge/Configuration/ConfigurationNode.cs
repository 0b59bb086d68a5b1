using System.Text;

namespace Stekker.Edge.Configuration;

internal enum NodeKind
{
    Object,
    List,
    Text,
    Number,
    Flag,
    Nothing,
}

/// <summary>A piece of the file as it was written. <paramref name="Text"/> is a string's content, or a number, true, false or null to the letter.</summary>
/// <param name="Members">An object's, first of each name.</param>
/// <param name="Items">A list's.</param>
internal sealed record ConfigurationNode(
    NodeKind Kind, string Text, IReadOnlyList<KeyValuePair<string, ConfigurationNode>> Members, IReadOnlyList<ConfigurationNode> Items)
{
    private const int MostShown = 60;

    public static ConfigurationNode Of(NodeKind kind, string text) => new(kind, text, [], []);

    public ConfigurationNode? Member(string name)
    {
        foreach ((string key, ConfigurationNode node) in Members)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>For a message. What is inside an object or a list is not shown: there may be a password in it.</summary>
    public string Shown() => Kind switch
    {
        NodeKind.Object => "{…}",
        NodeKind.List => "[…]",
        NodeKind.Text => $"\"{Clean(Text)}\"",
        _ => Clean(Text),
    };

    /// <summary>On one line and not longer than a line.</summary>
    public static string Clean(string text, int most = MostShown)
    {
        StringBuilder clean = new();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, most)))
        {
            clean.Append(char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c);
        }

        return text.Length > most ? clean.Append('…').ToString() : clean.ToString();
    }
}
