using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Configuration;

/// <summary>The site's connection to the grid. The defaults are a Dutch house's: 3 x 25 A, no contracted limit.</summary>
public sealed record GridSettings
{
    /// <summary>1 or 3.</summary>
    public int Phases { get; init; } = 3;

    /// <summary>Between a phase and neutral.</summary>
    public Volts Voltage { get; init; } = Volts.FromDecivolts(2300);

    /// <summary>Main fuse, per phase.</summary>
    public Amperes Fuse { get; init; } = Amperes.FromWhole(25);

    /// <summary>Contracted import (GTV) as a PTU average; null where only the fuse counts.</summary>
    public Watts? Gtv { get; init; }

    /// <summary>Contracted export, positive; null where only the fuse counts.</summary>
    public Watts? GtvExport { get; init; }

    /// <summary>What the building is taken to draw while no grid meter is heard; null: the highest seen at that hour in the last week.</summary>
    public Watts? FallbackBaseLoad { get; init; }

    /// <summary>Most difference between two phases that cars may cause; null where it does not matter.</summary>
    public Amperes? MaxImbalance { get; init; }

    /// <summary>What the fuse carries on all phases together.</summary>
    public Watts FusePower => new((long)Phases * Voltage.Decivolts * Fuse.Deciamperes / 100);

    /// <summary>Most import as a PTU average: the GTV, or the fuse where that is less or all there is.</summary>
    public Watts ImportLimit => Gtv is { } gtv && gtv < FusePower ? gtv : FusePower;
}

/// <summary>Charge points behind one fuse.</summary>
/// <param name="Fuse">Per phase.</param>
/// <param name="Parent">The group it hangs behind; null is the grid connection itself.</param>
public sealed record GroupSettings(string Id, Amperes Fuse, string? Parent);
