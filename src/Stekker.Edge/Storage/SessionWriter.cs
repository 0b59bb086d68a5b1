using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Charging;

namespace Stekker.Edge.Storage;

/// <summary>
/// Writes of a session only what changed since it was last written: while a car charges that is four numbers and the energy of one
/// or two PTUs, so a checkpoint of ten cars dirties a handful of pages. Flash is the part that wears.
/// </summary>
internal sealed class SessionWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement put = Upsert.Into(connection, "session", SessionTable.Columns, "session_id");
    private readonly Statement putRegister = new(connection, SessionTable.UpdateRegister, 5);
    private readonly Statement putPtu = Upsert.Into(connection, "session_ptu", "session_id, ptu_start_utc_ms, energy_wh", "session_id, ptu_start_utc_ms");
    private readonly Statement dropPtu = new(connection, "DELETE FROM session_ptu WHERE session_id = $0 AND ptu_start_utc_ms = $1", 2);
    private readonly Statement dropPtus = new(connection, "DELETE FROM session_ptu WHERE session_id = $0", 1);
    private readonly Statement putSigned = new(
        connection, "INSERT INTO signed_value (session_id, ordinal, data, measurand, reason) VALUES ($0, $1, $2, $3, $4)", 5);
    private readonly Statement dropSigned = new(connection, "DELETE FROM signed_value WHERE session_id = $0 AND ordinal >= $1", 2);

    /// <summary>What the file holds of the open sessions. Closed ones are forgotten, and written whole should they change once more.</summary>
    private readonly Dictionary<long, Session> onDisk = [];

    /// <summary>What it will hold once the transaction under way is committed.</summary>
    private readonly Dictionary<long, Session> underWay = [];

    public void Remember(Session session)
    {
        if (session.State != SessionState.Ended)
        {
            onDisk[session.Id] = session;
        }
    }

    public bool IsOnDisk(Session session) =>
        !underWay.ContainsKey(session.Id) && onDisk.TryGetValue(session.Id, out Session? saved)
        && Bare(session) == Bare(saved) && Same(session.Ptus, saved.Ptus) && Same(session.Signed, saved.Signed);

    public void Write(Session session)
    {
        Session? saved = underWay.GetValueOrDefault(session.Id) ?? onDisk.GetValueOrDefault(session.Id);
        WriteRow(session, saved);
        WritePtus(session, saved);
        WriteSigned(session, saved);
        underWay[session.Id] = session;
    }

    public void Committed()
    {
        foreach (Session session in underWay.Values)
        {
            onDisk.Remove(session.Id);
            Remember(session);
        }

        underWay.Clear();
    }

    public void RolledBack() => underWay.Clear();

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[put, putRegister, putPtu, dropPtu, dropPtus, putSigned, dropSigned])
        {
            statement.Dispose();
        }
    }

    private static Session Bare(Session session) => session with { Ptus = [], Signed = [], Unsaved = false };

    private static bool Same<T>(ImmutableArray<T> a, ImmutableArray<T> b) =>
        a == b || (a.IsDefaultOrEmpty ? b.IsDefaultOrEmpty : !b.IsDefaultOrEmpty && a.AsSpan().SequenceEqual(b.AsSpan()));

    private static ReadOnlySpan<T> Span<T>(ImmutableArray<T> items) => ImmutableCollectionsMarshal.AsArray(items);

    private void WriteRow(Session session, Session? saved)
    {
        Session bare = Bare(session);
        if (saved is not null && Bare(saved) is { Transaction: { } before } old && bare.Transaction is { } now)
        {
            if (bare == old)
            {
                return;
            }

            if (bare with { Transaction = now with { Register = before.Register } } == old)
            {
                RegisterTrack track = now.Register;
                putRegister.Bind(track.Register.Value).Bind(track.At).Bind(track.Counted.Value).Bind((long)track.Resets).Bind(session.Id).Run();
                return;
            }
        }

        SessionTable.Bind(put, session);
        put.Run();
    }

    /// <summary>Both lists are sorted by start, so one walk along them finds what is new, changed or gone (mended stamps move PTUs).</summary>
    private void WritePtus(Session session, Session? saved)
    {
        if (saved is null)
        {
            dropPtus.Bind(session.Id).Run();
        }

        ReadOnlySpan<PtuEnergy> now = Span(session.Ptus);
        ReadOnlySpan<PtuEnergy> before = Span(saved?.Ptus ?? []);
        int n = 0;
        int b = 0;
        while (n < now.Length || b < before.Length)
        {
            int order = n == now.Length ? 1 : b == before.Length ? -1 : now[n].Start.CompareTo(before[b].Start);
            if (order > 0)
            {
                dropPtu.Bind(session.Id).Bind(before[b++].Start).Run();
                continue;
            }

            if (order < 0 || now[n].Energy != before[b].Energy)
            {
                putPtu.Bind(session.Id).Bind(now[n].Start).Bind(now[n].Energy.Value).Run();
            }

            b += order == 0 ? 1 : 0;
            n++;
        }
    }

    /// <summary>Signed values are only ever added; should that not be so, the list is written from the first difference on.</summary>
    private void WriteSigned(Session session, Session? saved)
    {
        ReadOnlySpan<SignedValue> now = Span(session.Signed);
        ReadOnlySpan<SignedValue> before = Span(saved?.Signed ?? []);
        int same = now.CommonPrefixLength(before);
        if (saved is null || same < before.Length)
        {
            dropSigned.Bind(session.Id).Bind((long)same).Run();
        }

        for (int i = same; i < now.Length; i++)
        {
            putSigned.Bind(session.Id).Bind((long)i).Bind(now[i].Data).Bind(now[i].Measurand).Bind<SampleReason>(now[i].Reason).Run();
        }
    }
}
