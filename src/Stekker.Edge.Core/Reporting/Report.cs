using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;

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

    /// <summary>The bill of a session that is over.</summary>
    /// <param name="CostEur">Of the quarters that have a price.</param>
    /// <param name="Quarters">Those in which it took something; empty where its times were never certain.</param>
    /// <param name="AreCostsFinal">False where it is told with what is known: prices may yet come.</param>
    public sealed record OfCdr(Session Session, decimal CostEur, ImmutableArray<PtuCost> Quarters, bool AreCostsFinal) : Report;

    /// <summary>A run that died.</summary>
    /// <param name="Json">The report as it goes out.</param>
    public sealed record OfCrash(string CrashId, string Json) : Report;

    /// <summary>What a day of the site's calendar saved, as the ledger has it when this is sent.</summary>
    public sealed record OfSavings(DateOnly Day) : Report;
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
