using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Cloud.Configuring;

/// <summary>The chargers' passwords in a document that is kept on disk: hashed, whatever the cloud sent.</summary>
internal static class SealedPasswords
{
    private const string ChargePoints = "chargePoints";
    private const string Id = "id";
    private const string Password = "password";

    /// <summary>The document with each plain password as its hash; the same one where there is none.</summary>
    public static ConfigurationNode Seal(ConfigurationNode root) =>
        Each(root, (_, plain) => plain.Kind == NodeKind.Text && !PasswordHash.IsMeant(plain.Text) ? ConfigurationNode.Of(NodeKind.Text, PasswordHash.Of(plain.Text)) : plain);

    /// <summary>The document with each password that is the one of <paramref name="kept"/> written as it is there: the two can then be compared.</summary>
    public static ConfigurationNode AsIn(ConfigurationNode kept, ConfigurationNode root) => Each(root, (id, said) =>
        said.Kind == NodeKind.Text && Find(kept, id) is { } hashed && PasswordHash.Parse(hashed.Text)?.Matches(Encoding.UTF8.GetBytes(said.Text)) == true ? hashed : said);

    public static string Json(ConfigurationNode root)
    {
        using MemoryStream written = new();
        using (Utf8JsonWriter writer = new(written, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(root, writer);
        }

        return Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length);
    }

    private static ConfigurationNode? Find(ConfigurationNode root, string id) =>
        root.Member(ChargePoints)?.Items.FirstOrDefault(c => c.Member(Id)?.Text == id)?.Member(Password);

    private static ConfigurationNode Each(ConfigurationNode root, Func<string, ConfigurationNode, ConfigurationNode> change) =>
        root.Member(ChargePoints) is not { Kind: NodeKind.List } ? root
        : With(root, ChargePoints, list => list with
        {
            Items = [.. list.Items.Select(c => c.Kind == NodeKind.Object ? With(c, Password, p => change(c.Member(Id)?.Text ?? "", p)) : c)],
        });

    private static ConfigurationNode With(ConfigurationNode node, string name, Func<ConfigurationNode, ConfigurationNode> change) =>
        node with { Members = [.. node.Members.Select(m => m.Key == name ? new KeyValuePair<string, ConfigurationNode>(name, change(m.Value)) : m)] };

    private static void Write(ConfigurationNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case NodeKind.Object:
                writer.WriteStartObject();
                foreach ((string name, ConfigurationNode value) in node.Members)
                {
                    writer.WritePropertyName(name);
                    Write(value, writer);
                }

                writer.WriteEndObject();
                break;
            case NodeKind.List:
                writer.WriteStartArray();
                foreach (ConfigurationNode item in node.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case NodeKind.Text:
                writer.WriteStringValue(node.Text);
                break;
            default:
                writer.WriteRawValue(node.Text);
                break;
        }
    }
}
