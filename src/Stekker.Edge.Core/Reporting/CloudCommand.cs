using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Reporting;

/// <summary>A command of the cloud that was begun: one that comes again is not done again.</summary>
/// <param name="IsEnded">False while it is under way.</param>
/// <param name="At">When it was begun, UTC.</param>
public sealed record CloudCommand(string Id, bool IsEnded, DateTimeOffset At) : IKeyed<string>
{
    /// <summary>Older ones have long expired.</summary>
    public const int MostKept = 500;

    string IKeyed<string>.Key => Id;
}

internal static class CloudCommands
{
    public static void Begun(Turn turn, SiteEvent.CommandBegun e)
    {
        if (turn.State.Commands.Find(e.CommandId) is not null)
        {
            turn.Answer(e.Request, new Reply.Impossible($"command {e.CommandId} was begun before"));
            return;
        }

        Put(turn, new CloudCommand(e.CommandId, IsEnded: false, turn.Now.Utc));
        turn.Answer(e.Request, new Reply.Done());
    }

    public static void Ended(Turn turn, SiteEvent.CommandEnded e)
    {
        Put(turn, (turn.State.Commands.Find(e.CommandId) ?? new CloudCommand(e.CommandId, true, turn.Now.Utc)) with { IsEnded = true });
        turn.Save(new Effect.QueueReport(new Report.OfCommand(e.CommandId, e.ResultJson), turn.State.Configuration, turn.Now.Utc));
        turn.Answer(e.Request, new Reply.Done());
    }

    private static void Put(Turn turn, CloudCommand command)
    {
        Keyed<string, CloudCommand> all = turn.State.Commands.With(command);
        if (all.Count > CloudCommand.MostKept)
        {
            all = all.Without(all.MinBy(c => (c.At, c.Id))!.Id);
        }

        turn.State = turn.State with { Commands = all };
        turn.Save(new Effect.SaveCommand(command));
    }
}
