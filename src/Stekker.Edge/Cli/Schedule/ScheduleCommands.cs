using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Picture;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Schedule;

/// <summary>When each car charges, and how a driver changes that.</summary>
internal static class ScheduleCommands
{
    private static readonly Operand Id = new("ID", "the charge point's id");
    private static readonly Option Connector = new("--connector", "N", "which connector, where more than one car is plugged in");

    public static ImmutableArray<Command> All =>
    [
        new("schedule", "shows when each car charges in the hours ahead, and why", [], SiteOptions.All, ShowAsync),
        new("charge-now", "charges the car that is plugged in as fast as can be, whatever the price", [Id],
            [Connector, new("--off", null, "back to the plan"), .. SiteOptions.All],
            (call, cancel) => WishAsync(call, new WishAsked(ConnectorOf(call), null, null, !call.Has("--off")), cancel)),
        new("depart", "says when the car that is plugged in leaves, so that it is ready by then", [Id, new Operand("WHEN", WishText.Expected)],
            [Connector, new("--target", "PERCENT", "how full it is to be then"), .. SiteOptions.All],
            (call, cancel) => WishAsync(call, new WishAsked(ConnectorOf(call), call.Operand("WHEN"), call.Whole("--target", 1, 100), null), cancel)),
    ];

    private static int? ConnectorOf(Invocation call) => call.Whole(Connector.Name, 1, 999);

    private static Task<int> ShowAsync(Invocation call, CancellationToken cancel) => call.AtDaemonsDeskAsync(
        async desk =>
        {
            ScheduleEntry schedule = (await desk.ScheduleAsync(cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(schedule, ControlJson.Readable.ScheduleEntry);
                return ExitCode.Done;
            }

            foreach (string line in ScheduleStrip.Draw(schedule, PictureStyle.For(call.Terminal)))
            {
                call.Terminal.Say(line);
            }

            return ExitCode.Done;
        },
        cancel);

    private static Task<int> WishAsync(Invocation call, WishAsked wish, CancellationToken cancel) => call.AtDaemonsDeskAsync(
        async desk =>
        {
            Done done = (await desk.WishAsync(call.Operand(Id.Name), wish, cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(done, ControlJson.Readable.Done);
            }
            else
            {
                call.Terminal.Say(done.Text);
            }

            return ExitCode.Done;
        },
        cancel);
}
