using System.Collections;
using System.Collections.Immutable;

namespace Stekker.Edge.Core.Site;

/// <summary>An item that is found by its key.</summary>
public interface IKeyed<out TKey>
{
    TKey Key { get; }
}

/// <summary>
/// A small immutable table, sorted by key: stable order (so replays are exact), O(log n) look-up, O(n) change. A site has tens of
/// chargers and thousands of cards at most, and changes are rare beside look-ups.
/// </summary>
public sealed class Keyed<TKey, TItem> : IReadOnlyList<TItem>
    where TKey : notnull
    where TItem : class, IKeyed<TKey>
{
    private readonly ImmutableArray<TItem> items;
    private readonly IComparer<TKey> order;

    private Keyed(ImmutableArray<TItem> items, IComparer<TKey> order)
    {
        this.items = items;
        this.order = order;
    }

    public int Count => items.Length;

    public TItem this[int index] => items[index];

    /// <summary>Later items replace earlier ones with the same key.</summary>
    public static Keyed<TKey, TItem> From(IEnumerable<TItem> source, IComparer<TKey> order)
    {
        SortedDictionary<TKey, TItem> sorted = new(order);
        foreach (TItem item in source)
        {
            sorted[item.Key] = item;
        }

        return new Keyed<TKey, TItem>([.. sorted.Values], order);
    }

    public TItem? Find(TKey key)
    {
        int at = IndexOf(key);
        return at >= 0 ? items[at] : null;
    }

    public Keyed<TKey, TItem> With(TItem item)
    {
        int at = IndexOf(item.Key);
        return new Keyed<TKey, TItem>(at >= 0 ? items.SetItem(at, item) : items.Insert(~at, item), order);
    }

    /// <summary>Many at once, at the cost of one.</summary>
    public Keyed<TKey, TItem> With(IReadOnlyCollection<TItem> put) => put.Count == 0 ? this : From(items.Concat(put), order);

    public Keyed<TKey, TItem> Without(TKey key)
    {
        int at = IndexOf(key);
        return at >= 0 ? new Keyed<TKey, TItem>(items.RemoveAt(at), order) : this;
    }

    public IEnumerator<TItem> GetEnumerator() => ((IEnumerable<TItem>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(TKey key)
    {
        int low = 0;
        int high = items.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int compared = order.Compare(items[middle].Key, key);
            if (compared == 0)
            {
                return middle;
            }

            if (compared < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
