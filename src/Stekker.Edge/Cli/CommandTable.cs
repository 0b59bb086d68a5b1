using System.Collections.Immutable;
using Stekker.Edge.Cli.Cards;
using Stekker.Edge.Cli.Chargers;
using Stekker.Edge.Cli.Demo;
using Stekker.Edge.Cli.Meters;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Planning;
using Stekker.Edge.Cli.Prices;
using Stekker.Edge.Cli.Running;
using Stekker.Edge.Cli.Savings;
using Stekker.Edge.Cli.Schedule;
using Stekker.Edge.Cli.Sessions;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Cli.Twin;
using Stekker.Edge.Cli.Updates;
using Stekker.Edge.Cli.Vehicles;

namespace Stekker.Edge.Cli;

/// <summary>All there is to type.</summary>
internal static class CommandTable
{
    public static readonly ImmutableArray<Command> All =
    [
        RunCommand.Definition,
        DemoCommand.Definition,
        TwinCommand.Definition,
        CheckConfigCommand.Definition,
        PasswordCommand.Definition,
        StatusCommand.Definition,
        .. CardCommands.All,
        .. VehicleCommands.All,
        .. SessionCommands.All,
        SavingsCommand.Definition,
        .. ChargerCommands.All,
        .. ScheduleCommands.All,
        CallCommand.Definition,
        LogCommand.Definition,
        ListDevicesCommand.Definition,
        ReadMeterCommand.Definition,
        ScanCommand.Definition,
        .. PriceCommands.All,
        PlanCommand.Definition,
        BackupCommand.Definition,
        .. UpdateCommands.All,
    ];
}
