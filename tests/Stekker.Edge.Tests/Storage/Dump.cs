using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Tests.Storage;

/// <summary>Contents as lines of text, every field in them (records print themselves; their lists are written out here), so that two ledgers can be compared.</summary>
internal static class Dump
{
    public static string Of(LedgerContents c) => string.Join(
        '\n',
        [
            .. c.ChargePoints.Select(p => p.ToString()),
            .. c.Sessions.OrderBy(s => s.Id).Select(Of),
            .. c.Cards.Select(Of),
            .. c.Vehicles.Select(Of),
            .. c.Refusals.Select(r => r.ToString()),
            .. c.Unsettled.Select(u => $"{u.Id} not settled: {Of(u.Written)} {(u.Session is { } s ? Of(s) : "costs are final")}"),
            .. c.Weather.Points.Select(p => p.ToString()),
            .. c.Windows.Select(w => w.ToString()),
            .. c.CloudDocuments.Select(d => d.ToString()),
            $"cards {c.CardsVersion}, next session {c.NextSessionId}, next transaction {c.NextTransactionId}",
        ]);

    public static string Of(Session s) => string.Join(
        " | ",
        s with { Ptus = [], Signed = [], Unsaved = false, Transaction = null },
        s.Transaction is { } t ? $"{t} said at exactly {t.StartedAtSaid.Ticks} {t.StartedAtSaid.Offset}" : "no transaction",
        string.Join(", ", s.Ptus.Select(p => $"{p.Start:O} {p.Energy}")),
        string.Join(", ", s.Signed));

    public static string Of(Settlement? s) => s is null ? "none" : $"{s with { Unpriced = [] }} {string.Join(", ", s.Unpriced)}";

    public static string Of(Vehicle v) => $"{v with { Preferences = VehiclePreferences.None }} {v.Preferences.TargetPermille} {v.Preferences.DirectPermille} "
        + string.Join(',', v.Preferences.Departures.Select(d => d?.Ticks));

    public static string Of(Card c) => $"{c} {c.Scope.Kind} {c.Scope.SiteId} {c.Expires:O}";

    public static string Of(ImmutableArray<Session> sessions) => string.Join('\n', sessions.Select(Of));
}
