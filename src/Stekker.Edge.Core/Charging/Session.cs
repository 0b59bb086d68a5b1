using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Charging;

public enum SessionState
{
    /// <summary>A car is plugged in; nobody has presented a card yet.</summary>
    PluggedIn,
    Charging,

    /// <summary>The car takes nothing: full, or asleep.</summary>
    PausedByCar,

    /// <summary>The charger gives nothing: limited, or waiting for its turn.</summary>
    PausedBySite,

    /// <summary>Charging is over, the cable is still in.</summary>
    Finished,

    /// <summary>Unplugged.</summary>
    Ended,
}

/// <summary>From plug-in to plug-out, with at most one transaction in it. A second start on the same cable begins a second session.</summary>
public sealed record Session
{
    public required long Id { get; init; }

    public required string ChargePointId { get; init; }

    public required int ConnectorId { get; init; }

    public required Stamp PluggedIn { get; init; }

    public Stamp? Unplugged { get; init; }

    public SessionState State { get; init; }

    public Transaction? Transaction { get; init; }

    /// <summary>The vehicle, label and priority of the card when charging began.</summary>
    public string? Vehicle { get; init; }

    public string? CardLabel { get; init; }

    public CardPriority Priority { get; init; }

    public SessionWish Wish { get; init; } = SessionWish.None;

    /// <summary>Energy per PTU; adds up to the transaction's counted energy.</summary>
    public ImmutableArray<PtuEnergy> Ptus { get; init; } = [];

    public ImmutableArray<SignedValue> Signed { get; init; } = [];

    /// <summary>What the cloud was told of it; null where nothing yet, and on a site without a cloud.</summary>
    public ReportedSession? Reported { get; init; }

    /// <summary>True while the ledger lags behind (by a checkpoint interval at most).</summary>
    public bool Unsaved { get; init; }

    public WattHours Energy => Transaction?.Register.Counted ?? WattHours.Zero;

    public bool HasOpenTransaction => Transaction is { IsOpen: true };
}
