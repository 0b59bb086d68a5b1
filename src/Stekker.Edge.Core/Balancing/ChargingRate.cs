using System.Globalization;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>A charging limit together with its unit: amperes per phase, or watts over all phases.</summary>
public abstract record ChargingRate
{
    public sealed record InAmperes(Amperes PerPhase) : ChargingRate
    {
        public override string ToString() => PerPhase.ToString();
    }

    public sealed record InWatts(Watts Total) : ChargingRate
    {
        public override string ToString() => Total.ToString();
    }

    /// <summary>Rounded down, to whole watts.</summary>
    public static ChargingRate Watts(Amperes perPhase, int phases, Volts voltage) =>
        new InWatts(new Watts((long)perPhase.Deciamperes * voltage.Decivolts * phases / 100));

    /// <summary>Rounded down, to deciamperes.</summary>
    public static ChargingRate Amperes(Watts total, int phases, Volts voltage) =>
        new InAmperes(Units.Amperes.FromDeciamperes((int)(total.Value * 100 / ((long)voltage.Decivolts * phases))));

    /// <summary>As OCPP writes it: at most one decimal.</summary>
    public string ToLimit() => this switch
    {
        InAmperes a => a.PerPhase.Value.ToString("0.#", CultureInfo.InvariantCulture),
        InWatts w => w.Total.Value.ToString(CultureInfo.InvariantCulture),
        _ => throw new Site.InvariantBrokenException("a rate has a unit"),
    };
}
