using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Savings;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Sessions;

/// <summary>Who charged what.</summary>
internal static class SessionCommands
{
    public static ImmutableArray<Command> All =>
    [
        new("sessions list", "shows who charged what, newest first", [],
        [
            new("--from", "DATE", "those plugged in on that day or later"),
            new("--until", "DATE", "those plugged in on that day or before"),
            new("--charge-point", "ID", "those at one charger"),
            new("--card", "TAG", "those of one card"),
            new("--limit", "N", $"so many at most (else {SessionQuery.UsualLimit})"),
            .. SiteOptions.All,
        ], ListAsync) { Details = $"DATE is {SiteTimes.Expected}." },
        new("sessions show", "shows all of one session", [new Operand("ID", "its number in 'sessions list'")], SiteOptions.All, ShowAsync),
    ];

    public static string TableOf(ImmutableArray<SessionEntry> sessions)
    {
        Table table = new Table("ID", "CHARGER", "CARD", "LABEL", "BEGAN", "ENDED", "ENERGY", "STATE", "STOPPED").RightAligned(0, 6);
        foreach (SessionEntry s in sessions)
        {
            table.Add(
                s.Id.ToString(CultureInfo.InvariantCulture),
                $"{s.ChargePointId} {s.ConnectorId}",
                s.IdTag,
                s.Label,
                InWords.Time(s.Started ?? s.PluggedIn) + (s.TimeTrusted ? "" : " ?"),
                InWords.Time(s.Stopped ?? s.Unplugged),
                InWords.Energy(s.EnergyWh),
                InWords.State(s.State),
                InWords.Stop(s.StopReason));
        }

        return table.ToString();
    }

    private static Task<int> ListAsync(Invocation call, CancellationToken cancel)
    {
        SessionQuery query = new(
            call.Moment("--from"),
            call.Moment("--until"),
            call.Text("--charge-point"),
            call.Text("--card"),
            call.Whole("--limit", 1, SessionQuery.MostLimit) ?? SessionQuery.UsualLimit);
        return call.AtDeskAsync(
            async desk =>
            {
                ImmutableArray<SessionEntry> sessions = (await desk.SessionsAsync(query, cancel)).Expect();
                if (call.WantsJson())
                {
                    call.Terminal.Json(sessions, ControlJson.Readable.ImmutableArraySessionEntry);
                    return;
                }

                call.Terminal.Say(sessions.IsEmpty ? "no sessions" : TableOf(sessions));
                if (sessions.Any(s => !s.TimeTrusted))
                {
                    call.Terminal.Note("? the clock had not been set then");
                }

                if (sessions.Length == query.Limit)
                {
                    call.Terminal.Note($"there may be more; --limit shows more than {query.Limit}");
                }
            },
            cancel);
    }

    private static Task<int> ShowAsync(Invocation call, CancellationToken cancel)
    {
        string said = call.Operand("ID");
        if (!long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
        {
            throw new UsageException($"ID '{said}': it is a session's number, as 'stekker-edge sessions list' shows it");
        }

        return call.AtDeskAsync(
            async desk =>
            {
                SessionDetail session = (await desk.SessionAsync(id, cancel)).Expect();
                if (call.WantsJson())
                {
                    call.Terminal.Json(session, ControlJson.Readable.SessionDetail);
                }
                else
                {
                    Show(call.Terminal, session);
                }
            },
            cancel);
    }

    private static void Show(Terminal terminal, SessionDetail s)
    {
        Table table = new($"SESSION {s.Id}", InWords.State(s.State).ToUpperInvariant());
        void Row(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                table.Add(name, value);
            }
        }

        Row("charger", $"{s.ChargePointId} connector {s.ConnectorId}");
        Row("card", s.Label is { Length: > 0 } ? $"{s.IdTag} ({s.Label})" : s.IdTag);
        Row("the card was", s.Verdict is null or "accepted" ? null : $"{InWords.Standing(s.Verdict)} when charging began");
        Row("vehicle", s.Vehicle);
        Row("priority", s.Priority);
        Row("plugged in", InWords.Time(s.PluggedIn));
        Row("began", InWords.Time(s.Started));
        Row("stopped", s.Stopped is null ? null : $"{InWords.Time(s.Stopped)}, {InWords.Stop(s.StopReason)}{(s.Inferred ? "; closed by what was known" : "")}");
        Row("unplugged", InWords.Time(s.Unplugged));
        Row("energy", InWords.Energy(s.EnergyWh));
        Row("meter", s.MeterStartWh is null ? null : $"{InWords.Energy(s.MeterStartWh.Value)} to {(s.MeterStopWh is { } stop ? InWords.Energy(stop) : "now")}");
        Row("meter began again", s.MeterResets == 0 ? null : InWords.Count(s.MeterResets, "time", "times"));
        Row("transaction", s.TransactionId?.ToString(CultureInfo.InvariantCulture));
        Row("times", s.TimeTrusted ? null : "uncertain: the clock had not been set");
        foreach ((string name, string value) in s.Settlement is { } settlement ? SettlementText.Rows(settlement) : [])
        {
            Row(name, value);
        }

        terminal.Say(table.ToString());
        if (!s.Ptus.IsEmpty)
        {
            terminal.Say($"\n{SettlementText.Quarters(s.Ptus)}");
        }
    }
}
