namespace Stekker.Edge.Core.Units;

/// <summary>How full a battery is, in tenths of a percent: 0 is empty, 1000 is full.</summary>
public readonly record struct StateOfCharge
{
    private StateOfCharge(int permille) => Permille = permille;

    public int Permille { get; }

    public decimal Fraction => Permille / 1000m;

    /// <summary>Null outside 0..1000: a car that says 255 % says nothing.</summary>
    public static StateOfCharge? FromPermille(int permille) => permille is >= 0 and <= 1000 ? new StateOfCharge(permille) : null;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Permille / 10m:0.#} %");
}
