using System.Globalization;

namespace Stekker.Edge.Bench;

/// <summary>What something may take, and what it took.</summary>
/// <param name="Most">That still holds.</param>
/// <param name="Measured">Null where it could not be measured, which is no way to hold.</param>
/// <param name="How">It was measured.</param>
internal sealed record Budget(string What, double Most, string Unit, double? Measured, string How)
{
    public bool Holds => Measured <= Most;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{What,-44} {$"{Most:0.###} {Unit}",11} {(Measured is { } m ? $"{m:0.###} {Unit}" : "?"),13}  {(Holds ? "pass" : "FAIL"),-4}  {How}");
}
