using System.Globalization;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Picture;

/// <summary>A row per connector: what it was granted (the mark on its bar), what it draws (the bar), and why.</summary>
internal static class ChargerRows
{
    private const int LongestId = 12;
    private const int LongestCard = 8;
    private const int BarCells = 12;

    /// <summary>The least a bar stands for: the usual most of a Mode 3 socket.</summary>
    private const decimal UsualMaxA = 32;

    /// <summary>With so many columns there is room for energy and profile writes.</summary>
    private const int Roomy = 96;

    public static IEnumerable<string> Draw(SiteStatus status, PictureStyle style)
    {
        if (status.ChargePoints.IsEmpty)
        {
            yield return "no charge points yet; they show here once they connect";
            yield break;
        }

        int width = Math.Min(LongestId, status.ChargePoints.Max(c => c.Connectors.Length > 1 ? c.Id.Length + 2 : c.Id.Length));
        width = Math.Max("CHARGER".Length, width);
        bool roomy = style.Columns >= Roomy;
        string more = roomy ? $"{"ENERGY",11} {"WRITES",6}  " : "";
        yield return style.Quiet($"{"CHARGER".PadRight(width)} {"CARD",-LongestCard} {"DRAW | GRANT",-BarCells} {"GRANT",6} {"L1",5} {"L2",4} {"L3",4}  {more}WHY");
        decimal fullA = Math.Max(UsualMaxA, status.ChargePoints.SelectMany(c => c.Connectors).Max(c => c.Limit?.GrantA) ?? 0);
        foreach (ChargePointEntry charger in status.ChargePoints)
        {
            if (charger.Connectors.IsEmpty)
            {
                yield return $"{Name(charger, null, width)} {Standing(charger)}";
            }

            foreach (ConnectorEntry connector in charger.Connectors)
            {
                yield return IsCharging(connector)
                    ? Charging(charger, connector, connector.Limit!, connector.Session!, new Bar(fullA, connector.Limit!.GrantA), style, width, roomy)
                    : $"{Name(charger, connector, width)} {Card(connector.Session)} {Idle(charger, connector)}";
            }
        }
    }

    /// <summary>Who charges, with what grant and draw, for a text without columns.</summary>
    public static string InOneLine(SiteStatus status)
    {
        List<string> parts = [];
        foreach (ChargePointEntry charger in status.ChargePoints)
        {
            foreach (ConnectorEntry connector in charger.Connectors)
            {
                if (IsCharging(connector))
                {
                    parts.Add($"{Name(charger, connector)} {Shortly(connector.Limit!)}");
                }
            }
        }

        return parts.Count == 0 ? "no car charges" : string.Join(", ", parts);
    }

    /// <summary>What it draws of its grant; why, where that is not the usual sharing.</summary>
    private static string Shortly(LimitEntry limit)
    {
        string draw = limit.DrawA is { } d ? Amperes(Math.Max(d.L1 ?? 0, Math.Max(d.L2 ?? 0, d.L3 ?? 0)), 0) : "?";
        string amperes = string.Create(CultureInfo.InvariantCulture, $"{draw}/{limit.GrantA:0.#} A");
        return limit.Why switch
        {
            "shares" or "full" or "takesLess" => amperes,
            "waits" => "waits",
            "planned" => "later",
            _ => $"{amperes} ({InWords.Why(limit)})",
        };
    }

    private static bool IsCharging(ConnectorEntry connector) => connector is { Session: { TransactionId: not null, Stopped: null }, Limit: not null };

    private static string Charging(
        ChargePointEntry charger, ConnectorEntry connector, LimitEntry limit, SessionEntry session, Bar bar, PictureStyle style, int width, bool roomy)
    {
        PhaseValues draw = limit.DrawA ?? new PhaseValues(null, null, null);
        decimal most = Math.Max(draw.L1 ?? 0, Math.Max(draw.L2 ?? 0, draw.L3 ?? 0));
        string drawn = bar.Draw(style, BarCells, most);
        drawn = limit.Why is "ignoresLimit" ? style.Alarm(drawn) : style.Good(drawn);
        string grant = limit.GrantA == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{limit.GrantA:0.#} A");
        string writes = string.Create(CultureInfo.InvariantCulture, $"{charger.ProfileWrites.Today}/{charger.ProfileWrites.Budget}");
        string more = roomy ? $"{InWords.Energy(session.EnergyWh),11} {writes,6}  " : "";
        string why = InWords.Why(limit) + (limit.GrantPhases == 1 && draw.L2 > 0 ? ", to one phase" : "");
        string said = limit.Why is "ignoresLimit" or "asleep" or "offline" or "takesNoLimits" ? style.Warning(why) : why;
        return $"{Name(charger, connector, width)} {Card(session)} {drawn} {grant,6} {Amperes(draw.L1, 5)} {Amperes(draw.L2, 4)} {Amperes(draw.L3, 4)}  {more}{said}";
    }

    private static string Name(ChargePointEntry charger, ConnectorEntry? connector, int width = 0)
    {
        string name = charger.Connectors.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"{charger.Id}/{connector?.Id}") : charger.Id;
        return width == 0 ? Wrapping.Plain(name) : Wrapping.Fit(Wrapping.Plain(name), width).PadRight(width);
    }

    private static string Card(SessionEntry? session)
    {
        string card = session?.Label is { Length: > 0 } label ? label : session?.IdTag ?? "";
        return Wrapping.Fit(Wrapping.Plain(card), LongestCard).PadRight(LongestCard);
    }

    private static string Idle(ChargePointEntry charger, ConnectorEntry connector)
    {
        string status = InWords.Status(connector.Status) + (connector.ErrorText is { } error ? $" ({Wrapping.Plain(error)})" : "");
        return charger.Connected ? status : $"not connected, was: {status}";
    }

    private static string Standing(ChargePointEntry charger) => charger.Admission switch
    {
        "pending" => $"waits to be accepted: stekker-edge charge-points accept {charger.Id}",
        "refused" => "refused",
        _ => charger.Connected ? "connected" : "not connected",
    };

    private static string Amperes(decimal? value, int width) =>
        (value is { } a ? a.ToString(a >= 0.05m ? "0.0" : "0", CultureInfo.InvariantCulture) : "").PadLeft(width);
}
