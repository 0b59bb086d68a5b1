using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Time;

namespace Stekker.Edge.Core.Tests.Site;

/// <summary>The small sorted table.</summary>
public sealed class KeyedTests
{
    [Fact]
    public void Finds_what_it_was_given_in_order_and_the_later_wins()
    {
        Keyed<string, Alert> table = Keyed<string, Alert>.From([Named("b", 1), Named("a", 1), Named("b", 2)], StringComparer.Ordinal);

        Assert.Equal(["a", "b"], table.Select(a => a.Id));
        Assert.Equal("2", table.Find("b")!.Text);
        Assert.Null(table.Find("c"));
    }

    [Fact]
    public void Behaves_like_a_sorted_dictionary_whatever_comes()
    {
        Random random = new(5);
        SortedDictionary<string, string> expected = new(StringComparer.Ordinal);
        Keyed<string, Alert> table = Keyed<string, Alert>.From([], StringComparer.Ordinal);
        for (int i = 0; i < 2_000; i++)
        {
            string key = $"{random.Next(60)}";
            if (random.Next(3) == 0)
            {
                expected.Remove(key);
                table = table.Without(key);
            }
            else
            {
                expected[key] = $"{i}";
                table = table.With(Named(key, i));
            }

            Assert.Equal(expected, table.ToDictionary(a => a.Id, a => a.Text));
            Assert.Equal(expected.Keys, table.Select(a => a.Id));
        }
    }

    private static Alert Named(string id, int text) => new(id, $"{text}", new VirtualTime().Now.Stamp);
}
