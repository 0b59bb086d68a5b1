using System.Collections.Immutable;
using System.Text;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Tests.Cloud.Documents;

/// <summary>However a document is mangled: a state or nothing, never an exception, and no half of it is taken.</summary>
public class DocumentFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "0", "1e999", "1e-400", "0.1", "\"\"", "\"high\"", "\\ud800", "\\u0000", "//", "é", "\0", "\n",
        "99999999999999999999999999999999", "9007199254740991", "\"version\": 1,", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "NaN", "\"idTag\"", "{}", "[]", "\"9999-12-31T23:59:59-14:00\"",
        "\"0001-01-01T00:00\"", "\"0001-01-01\"", "\"2026-11-28T12:00:00+99:00\"", "\"2026-02-30\"",
    ];

    private static readonly (string Topic, string Schema)[] Kinds =
    [
        ("cards", "cards"), ("cards/delta", "cards-delta"), ("vehicles", "vehicles"), ("prices/NL", "prices"), ("imbalance", "imbalance"), ("weather", "weather"), ("limits", "limits"),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_a_document_is_mangled_it_is_taken_whole_or_not_at_all(int seed)
    {
        Random random = new(seed);
        CloudSite site = CloudSite.InMemory();
        int refused = 0;
        int applied = 0;
        for (int mutation = 0; mutation < 1500; mutation++)
        {
            (string topic, string schema) = Kinds[random.Next(Kinds.Length)];
            ImmutableArray<string> examples = Schemas.Examples(schema);
            List<byte> bytes = [.. Encoding.UTF8.GetBytes(examples[random.Next(examples.Length)])];
            for (int i = random.Next(0, 4); i > 0; i--)
            {
                Mangle(bytes, random);
            }

            string where = $"seed {seed}, mutation {mutation}, {topic}";
            SiteState before = site.State;
            try
            {
                ImmutableArray<DocumentState> states = await site.Documents.TakeAsync(topic, bytes.ToArray(), CancellationToken.None);
                Assert.True(states.Length == (bytes.Count == 0 ? 0 : 1), where);
                foreach (StateEntry state in states.Select(CloudSite.Read))
                {
                    Assert.True(state.State is "applied" or "refused" or "older" or "gap", $"{where}: {state.State}");
                    Assert.True(state.Errors.IsEmpty == state.State is "applied" or "older", $"{where}: {state}");
                    Assert.True(state.State == "applied" || Same(before, site.State), $"{where}: {state.State}, and the site changed");
                    refused += state.State == "refused" ? 1 : 0;
                    applied += state.State == "applied" ? 1 : 0;
                }
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{where}: {Encoding.UTF8.GetString([.. bytes])}\n{e}");
            }
        }

        Assert.True(refused > 100 && applied > 100, $"seed {seed}: {refused} refused and {applied} applied of 1500: neither is rare");
    }

    private static bool Same(SiteState one, SiteState other) =>
        ReferenceEquals(one.Cards, other.Cards) && ReferenceEquals(one.Vehicles, other.Vehicles) && one.Prices == other.Prices
        && one.Weather == other.Weather && one.Steering.Windows == other.Steering.Windows
        && one.CloudDocuments.Select(d => (d.Name, d.Version)).SequenceEqual(other.CloudDocuments.Select(d => (d.Name, d.Version)));

    private static void Mangle(List<byte> bytes, Random random)
    {
        if (bytes.Count == 0)
        {
            return;
        }

        int at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                break;
            case 2:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                break;
            default:
                ReplaceValue(bytes, random);
                break;
        }
    }

    /// <summary>Keeps it JSON more often than chance would: a whole value for another.</summary>
    private static void ReplaceValue(List<byte> bytes, Random random)
    {
        List<int> colons = [.. Enumerable.Range(0, bytes.Count).Where(i => bytes[i] == ':')];
        if (colons.Count == 0)
        {
            return;
        }

        int start = colons[random.Next(colons.Count)] + 1;
        int end = bytes.FindIndex(start, b => b is (byte)',' or (byte)'}' or (byte)'\n');
        if (end > start)
        {
            bytes.RemoveRange(start, end - start);
            bytes.InsertRange(start, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
        }
    }
}
