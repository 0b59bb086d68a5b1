namespace Stekker.Edge.Core.Cards;

/// <summary>
/// The token a driver or a car presents. Compared without regard to case (OCPP 1.6 §7.28, CiString): kept as upper case, shown as such.
/// </summary>
public readonly record struct IdTag : IComparable<IdTag>
{
    /// <summary>What OCPP 1.6 allows on the wire for a card (IdToken, CiString20).</summary>
    public const int MaxCardLength = 20;

    /// <summary>Autocharge tokens are longer with some cars; chargers send them whole all the same.</summary>
    public const int MaxLength = 255;

    public const string AutochargePrefix = "VID:";

    private readonly string? text;

    private IdTag(string text) => this.text = text;

    public string Text => text ?? "";

    /// <summary>A vehicle's own token, read from the car by the charger (Autocharge).</summary>
    public bool IsAutocharge => Text.StartsWith(AutochargePrefix, StringComparison.Ordinal);

    /// <summary>Null for an empty text, one that is too long for its kind, or one with control characters.</summary>
    public static IdTag? TryParse(string? said)
    {
        string trimmed = said?.Trim().ToUpperInvariant() ?? "";
        int most = trimmed.StartsWith(AutochargePrefix, StringComparison.Ordinal) ? MaxLength : MaxCardLength;
        return trimmed.Length == 0 || trimmed.Length > most || trimmed.Any(char.IsControl) ? null : new IdTag(trimmed);
    }

    public int CompareTo(IdTag other) => string.CompareOrdinal(Text, other.Text);

    public override string ToString() => Text;
}
