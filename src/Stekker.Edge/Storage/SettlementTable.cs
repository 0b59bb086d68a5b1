using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Storage;

/// <summary>What each session cost and saved; one row, put whole. Money is whole millionths of a euro, all null where prices are missing.</summary>
internal static class SettlementTable
{
    /// <summary>State follows from the other columns; it is there for eyes and queries.</summary>
    public const string Sql = """
        CREATE TABLE settlement (
          session_id INTEGER PRIMARY KEY REFERENCES session, state TEXT NOT NULL,
          plugged_in_utc_ms INTEGER NOT NULL, ended_utc_ms INTEGER NOT NULL, energy_wh INTEGER NOT NULL, sun_wh INTEGER NOT NULL,
          grid_micro_eur INTEGER, sun_micro_eur INTEGER, imbalance_micro_eur INTEGER, reference_micro_eur INTEGER, at_once_micro_eur INTEGER,
          unpriced TEXT, fallback_ptus INTEGER NOT NULL, reference_missing_ptus INTEGER NOT NULL, measured INTEGER NOT NULL) STRICT;
        """;

    public const string Columns =
        "session_id, state, plugged_in_utc_ms, ended_utc_ms, energy_wh, sun_wh, grid_micro_eur, sun_micro_eur, imbalance_micro_eur, reference_micro_eur, "
        + "at_once_micro_eur, unpriced, fallback_ptus, reference_missing_ptus, measured";

    public const string Key = "session_id";

    /// <summary>All columns, where a session is joined whose names are partly the same.</summary>
    public static readonly string Qualified = string.Join(", ", Columns.Split(", ").Select(c => $"settlement.{c}"));

    private const decimal Micro = 1_000_000;

    public static Statement Bind(Statement put, Settlement s)
    {
        SettledMoney? money = s.Money;
        return put.Bind(s.SessionId).Bind<SettlementState>(s.State).Bind(s.PluggedIn).Bind(s.Ended).Bind(s.Energy.Value).Bind(s.Sun.Value)
            .Bind(MicroEur(money?.GridEur)).Bind(MicroEur(money?.SunEur)).Bind(MicroEur(money?.ImbalanceEur))
            .Bind(MicroEur(money?.ReferenceEur)).Bind(MicroEur(money?.AtOnceEur))
            .Bind(s.Unpriced.IsEmpty ? null : Text(s.Unpriced)).Bind((long)s.FallbackPtus).Bind((long)s.ReferenceMissingPtus).Bind(s.IsMeasured);
    }

    public static Settlement Read(Row row)
    {
        long id = row.Long();
        _ = row.TextOrNull();
        return new Settlement
        {
            SessionId = id,
            PluggedIn = row.Time(),
            Ended = row.Time(),
            Energy = new WattHours(row.Long()),
            Sun = new WattHours(row.Long()),
            Money = ReadMoney(row),
            Unpriced = Spans(row.Text()),
            FallbackPtus = row.Int(),
            ReferenceMissingPtus = row.Int(),
            IsMeasured = row.Flag(),
        };
    }

    private static SettledMoney? ReadMoney(Row row)
    {
        decimal? grid = row.LongOrNull() / Micro;
        decimal? sun = row.LongOrNull() / Micro;
        decimal? imbalance = row.LongOrNull() / Micro;
        decimal? reference = row.LongOrNull() / Micro;
        decimal? atOnce = row.LongOrNull() / Micro;
        return (grid, sun, imbalance, reference, atOnce) is ({ } g, { } s, { } i, { } r, { } a) ? new SettledMoney(g, s, i, r, a) : null;
    }

    private static long? MicroEur(decimal? eur) => eur is { } known ? (long)(known * Micro) : null;

    private static string Text(ImmutableArray<QuarterSpan> spans) => string.Join(
        ' ', spans.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.From.ToUnixTimeMilliseconds()}-{s.Until.ToUnixTimeMilliseconds()}")));

    /// <summary>What is no span is left out.</summary>
    private static ImmutableArray<QuarterSpan> Spans(string text)
    {
        ImmutableArray<QuarterSpan>.Builder spans = ImmutableArray.CreateBuilder<QuarterSpan>();
        foreach (string span in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = span.Split('-');
            if (ends.Length == 2 && Moment(ends[0]) is { } from && Moment(ends[1]) is { } until)
            {
                spans.Add(new QuarterSpan(from, until));
            }
        }

        return spans.DrainToImmutable();
    }

    private static DateTimeOffset? Moment(string ms) =>
        long.TryParse(ms, NumberStyles.None, CultureInfo.InvariantCulture, out long at) && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;
}
