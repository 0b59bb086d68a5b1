namespace Stekker.Edge.Core.Units;

/// <summary>Current, kept in deciamperes: OCPP limits have one decimal (OCPP 1.6 §7.13). Drawn by the car is positive.</summary>
public readonly record struct Amperes : IComparable<Amperes>
{
    public static readonly Amperes Zero;

    private Amperes(int deciamperes) => Deciamperes = deciamperes;

    public int Deciamperes { get; }

    public decimal Value => Deciamperes / 10m;

    public static Amperes FromDeciamperes(int deciamperes) => new(deciamperes);

    public static Amperes FromWhole(int amperes) => new(amperes * 10);

    public static Amperes operator +(Amperes a, Amperes b) => new(a.Deciamperes + b.Deciamperes);

    public static Amperes operator -(Amperes a, Amperes b) => new(a.Deciamperes - b.Deciamperes);

    public static bool operator <(Amperes a, Amperes b) => a.Deciamperes < b.Deciamperes;

    public static bool operator >(Amperes a, Amperes b) => a.Deciamperes > b.Deciamperes;

    public static bool operator <=(Amperes a, Amperes b) => a.Deciamperes <= b.Deciamperes;

    public static bool operator >=(Amperes a, Amperes b) => a.Deciamperes >= b.Deciamperes;

    public int CompareTo(Amperes other) => Deciamperes.CompareTo(other.Deciamperes);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value:0.#} A");
}
