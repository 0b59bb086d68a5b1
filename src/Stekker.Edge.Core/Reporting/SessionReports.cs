using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Reporting;

/// <summary>How far the cloud has been told of a session.</summary>
/// <param name="Ptu">The quarter in which it was told last.</param>
public sealed record ReportedSession(ReportedPhase Phase, DateTimeOffset Ptu);

public enum ReportedPhase
{
    Started,
    Stopped,
    Ended,
}

/// <summary>Decides what the cloud is told of a session that is being written down; a session in which nobody presented a card is none of its business.</summary>
internal static class SessionReports
{
    private static readonly TimeSpan HourlyWhileSparing = TimeSpan.FromHours(1);

    /// <summary>The session with what was told of it; the report goes into the same commit.</summary>
    public static Session Tell(Turn turn, Session session)
    {
        if (turn.State.Configuration.Cloud is null || session.Transaction is null)
        {
            return session;
        }

        ReportedPhase phase = PhaseOf(session);
        DateTimeOffset ptu = Ptu.StartOf(turn.Now.Utc);
        SessionEvent? news = session.Reported switch
        {
            _ when phase == ReportedPhase.Ended => SessionEvent.Ended,
            null => SessionEvent.Started,
            { } before when before.Phase != phase || (before.Ptu != ptu && IsWorthWriting(turn, before.Ptu, ptu)) => SessionEvent.Updated,
            _ => null,
        };
        if (news is not { } what)
        {
            return session;
        }

        if (what == SessionEvent.Ended && session.Reported is null)
        {
            // Over before it was ever written down: what begins is told first all the same.
            turn.Save(new Effect.QueueReport(new Report.OfSession(session, SessionEvent.Started), turn.State.Configuration, turn.Now.Utc));
        }

        Session told = session with { Reported = new ReportedSession(phase, ptu) };
        turn.Save(new Effect.QueueReport(new Report.OfSession(told, what), turn.State.Configuration, turn.Now.Utc));
        return told;
    }

    /// <summary>A session out of the ledger: what was written of it was told, in the same commit.</summary>
    public static Session Restored(Session session) => session.Transaction is null ? session
        : session with { Reported = new ReportedSession(PhaseOf(session), DateTimeOffset.MinValue) };

    /// <summary>While flash is spared, how a session goes on is told once an hour; that it began, stopped and ended is always told.</summary>
    private static bool IsWorthWriting(Turn turn, DateTimeOffset before, DateTimeOffset now) => !turn.State.Upkeep.SparesFlash || now - before >= HourlyWhileSparing;

    private static ReportedPhase PhaseOf(Session session) => session.State == SessionState.Ended ? ReportedPhase.Ended
        : session.HasOpenTransaction ? ReportedPhase.Started
        : ReportedPhase.Stopped;
}
