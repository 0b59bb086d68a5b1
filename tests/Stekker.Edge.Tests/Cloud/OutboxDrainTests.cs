using System.Collections.Immutable;
using Stekker.Edge.Cloud;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Cloud;

public class OutboxDrainTests
{
    private readonly SortedDictionary<long, OutboxEntry> rows = [];
    private readonly OutboxDrain drain;

    public OutboxDrainTests() => drain = new OutboxDrain((after, most) => [.. rows.Values.Where(r => r.ReportId > after).Take(most)]);

    [Fact]
    public void Reports_go_out_in_order_a_window_at_a_time()
    {
        Fill(1, 200);
        Assert.Equal(Enumerable.Range(1, OutboxDrain.Window).Select(i => (long)i), Next());
        Assert.Empty(Next());
        drain.Acknowledged(1);
        drain.Acknowledged(2);
        Assert.Equal([OutboxDrain.Window + 1L, OutboxDrain.Window + 2L], Next());
    }

    [Fact]
    public void A_new_line_begins_again_with_what_was_not_acknowledged()
    {
        Fill(1, 5);
        Next();
        drain.Acknowledged(1);
        drain.Acknowledged(3);
        drain.Restart();
        Assert.Equal([2L, 4L, 5L], Next());
    }

    [Fact]
    public void An_acknowledgement_of_the_line_before_counts_for_nothing_twice()
    {
        Fill(1, 2);
        Next();
        drain.Restart();
        drain.Acknowledged(1);
        Assert.Empty(drain.ToForget());
        Assert.Equal([1L, 2L], Next());
    }

    [Fact]
    public void What_the_ledger_has_forgotten_is_forgotten_here_too()
    {
        Fill(1, 3);
        Next();
        drain.Acknowledged(2);
        drain.Acknowledged(1);
        Assert.Equal([1L, 2L], drain.ToForget().AsEnumerable());
        rows.Remove(1);
        rows.Remove(2);
        drain.Forgotten([1, 2]);
        Assert.Empty(drain.ToForget());
        drain.Restart();
        Assert.Equal([3L], Next());
    }

    [Fact]
    public void News_is_looked_for_only_when_there_is_some()
    {
        Assert.Empty(Next());
        Fill(1, 1);
        Assert.Empty(Next());
        drain.Nudge();
        Assert.Equal([1L], Next());
    }

    [Fact]
    public void Acknowledged_but_not_yet_forgotten_reports_do_not_hide_those_behind_them()
    {
        Fill(1, 130);
        while (Next() is [_, ..] some)
        {
            some.ForEach(drain.Acknowledged);
        }

        Assert.Equal(130, drain.ToForget().Length);
        Fill(131, 131);
        drain.Restart();
        Assert.Equal([131L], Next());
    }

    private void Fill(long from, long to)
    {
        for (long id = from; id <= to; id++)
        {
            rows[id] = new OutboxEntry(id, $"sessions/{id}", new byte[1], DateTimeOffset.UnixEpoch);
        }
    }

    private List<long> Next() => [.. drain.Next().Select(e => e.ReportId)];
}
