using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;

namespace Stekker.Edge.Control;

/// <summary>Names of states in JSON: camelCase, as everywhere at the rim.</summary>
internal static class Words
{
    public static string Of(CardVerdict verdict) => Camel(verdict.ToString());

    public static string Of(SessionState state) => Camel(state.ToString());

    public static string Of(StopReason reason) => Camel(reason.ToString());

    public static string Of(ConnectorStatus status) => Camel(status.ToString());

    public static string Of(Admission admission) => Camel(admission.ToString());

    public static string Of(CardPriority priority) => Camel(priority.ToString());

    public static string Of(CardOrigin origin) => Camel(origin.ToString());

    public static string Of(MeterRole role) => Camel(role.ToString());

    public static string Of(SettlementState state) => Camel(state.ToString());

    public static string Of(SessionEvent happened) => Camel(happened.ToString());

    public static string Of(Cloud.Commands.CommandOutcome outcome) => Camel(outcome.ToString());

    public static string Of(Hosting.Upkeep.CrashKind kind) => Camel(kind.ToString());

    /// <summary>Null for any other word.</summary>
    public static Period? Period(string word) => word switch
    {
        "day" => Core.Savings.Period.Day,
        "week" => Core.Savings.Period.Week,
        "month" => Core.Savings.Period.Month,
        "year" => Core.Savings.Period.Year,
        _ => null,
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
