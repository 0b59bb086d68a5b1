using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Control;

/// <summary>A session as people read it. Moments carry the site's offset.</summary>
public record SessionEntry
{
    public required long Id { get; init; }

    public required string ChargePointId { get; init; }

    public required int ConnectorId { get; init; }

    public string? IdTag { get; init; }

    public string? Label { get; init; }

    public string? Vehicle { get; init; }

    public required string State { get; init; }

    public int? TransactionId { get; init; }

    public required string PluggedIn { get; init; }

    public string? Started { get; init; }

    public string? Stopped { get; init; }

    public string? Unplugged { get; init; }

    public string? StopReason { get; init; }

    public required long EnergyWh { get; init; }

    public long? MeterStartWh { get; init; }

    public long? MeterStopWh { get; init; }

    /// <summary>False where a moment is from a clock that had not been set, and could not be mended since.</summary>
    public required bool TimeTrusted { get; init; }

    public static SessionEntry Of(Session session, SiteTimes times) => new SessionDetail(session, times);
}

/// <summary>A session with all that is known of it.</summary>
public sealed record SessionDetail : SessionEntry
{
    public SessionDetail()
    {
    }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public SessionDetail(Session session, SiteTimes times)
    {
        Transaction? transaction = session.Transaction;
        TransactionEnd? end = transaction?.End;
        Id = session.Id;
        ChargePointId = session.ChargePointId;
        ConnectorId = session.ConnectorId;
        IdTag = transaction?.IdTag.Text;
        Label = session.CardLabel;
        Vehicle = session.Vehicle;
        State = Words.Of(session.State);
        TransactionId = transaction?.Id;
        PluggedIn = times.Write(session.PluggedIn.Utc);
        Started = transaction is null ? null : times.Write(transaction.Started.Utc);
        Stopped = end is null ? null : times.Write(end.At.Utc);
        Unplugged = session.Unplugged is { } unplugged ? times.Write(unplugged.Utc) : null;
        StopReason = end is null ? null : Words.Of(end.Reason);
        EnergyWh = session.Energy.Value;
        MeterStartWh = transaction?.MeterStart.Value;
        MeterStopWh = end?.MeterStop.Value;
        TimeTrusted = session.PluggedIn.Trusted && transaction?.Started.Trusted != false && end?.At.Trusted != false && session.Unplugged?.Trusted != false;
        Verdict = transaction is null ? null : Words.Of(transaction.Verdict);
        Inferred = end?.Inferred ?? false;
        MeterResets = transaction?.Register.Resets ?? 0;
        Priority = Words.Of(session.Priority);
        Ptus = [.. session.Ptus.Select(p => new PtuEntry(times.Write(p.Start), p.Energy.Value))];
    }

    /// <summary>What the card was worth when charging began; a charger may have begun by itself with one we refuse.</summary>
    public string? Verdict { get; init; }

    /// <summary>True where the charger never said that it stopped: closed by what was known.</summary>
    public bool Inferred { get; init; }

    /// <summary>How often the charger's meter began again meanwhile.</summary>
    public int MeterResets { get; init; }

    public string Priority { get; init; } = "normal";

    public ImmutableArray<PtuEntry> Ptus { get; init; } = [];

    /// <summary>What it cost and saved; null before it charges, and where its times are uncertain.</summary>
    public SettlementEntry? Settlement { get; init; }
}

/// <param name="Start">The quarter of an hour's start.</param>
public sealed record PtuEntry(string Start, long EnergyWh)
{
    /// <summary>What came from the site's own surplus; null where that, and the prices below, are not known (any more).</summary>
    public long? SunWh { get; init; }

    /// <summary>All in.</summary>
    public decimal? ImportEurPerKwh { get; init; }

    public decimal? FeedInEurPerKwh { get; init; }

    public decimal? ImbalanceEurPerKwh { get; init; }

    /// <summary>True where the price is the tariff's own, because none is known for this quarter (yet).</summary>
    public bool? Fallback { get; init; }

    public decimal? CostEur { get; init; }

    public static PtuEntry Of(PtuCost quarter, SiteTimes times) => new(times.Write(quarter.Start), quarter.Energy.Value)
    {
        SunWh = quarter.Sun.Value,
        ImportEurPerKwh = quarter.Price?.ImportEurPerKwh,
        FeedInEurPerKwh = quarter.Price?.FeedInEurPerKwh,
        ImbalanceEurPerKwh = quarter.Price?.ImbalanceEurPerKwh,
        Fallback = quarter.Price is { } price ? price.Source == PriceSource.Fallback : null,
        CostEur = quarter.GridEur + quarter.SunEur + quarter.ImbalanceEur,
    };
}

/// <summary>Which sessions are asked for, newest first. Texts as typed.</summary>
/// <param name="From">A date or moment: sessions plugged in then or later.</param>
/// <param name="Until">A date (through its end) or moment: sessions plugged in before.</param>
public sealed record SessionQuery(string? From = null, string? Until = null, string? ChargePointId = null, string? IdTag = null, int Limit = SessionQuery.UsualLimit)
{
    public const int UsualLimit = 100;

    public const int MostLimit = 100_000;
}
