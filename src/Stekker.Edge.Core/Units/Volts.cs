namespace Stekker.Edge.Core.Units;

/// <summary>Voltage between a phase and neutral, kept in decivolts.</summary>
public readonly record struct Volts
{
    private Volts(int decivolts) => Decivolts = decivolts;

    public int Decivolts { get; }

    public decimal Value => Decivolts / 10m;

    public static Volts FromDecivolts(int decivolts) => new(decivolts);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value:0.#} V");
}
