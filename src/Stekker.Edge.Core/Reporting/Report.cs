using Stekker.Edge.Core.Charging;

namespace Stekker.Edge.Core.Reporting;

/// <summary>Something the cloud is told, kept until it has it.</summary>
public abstract record Report
{
    private Report()
    {
    }

    /// <summary>A session as it stood.</summary>
    public sealed record OfSession(Session Session, SessionEvent Event) : Report;

    /// <summary>How a command of the cloud ended.</summary>
    /// <param name="Json">The result as it goes out.</param>
    public sealed record OfCommand(string CommandId, string Json) : Report;
}

/// <summary>What a session report tells.</summary>
public enum SessionEvent
{
    Started,

    /// <summary>Each quarter of an hour while it charges, and when charging stops or goes on. A newer one takes its place while it waits.</summary>
    Updated,

    /// <summary>Over; told again where it is known better later (a late stop).</summary>
    Ended,
}
