using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Savings;

/// <summary>What one session cost and saved, in words.</summary>
internal static class SettlementText
{
    public static IEnumerable<(string Name, string Value)> Rows(SettlementEntry s)
    {
        if (s.CostEur is null)
        {
            yield return ("cost", $"no prices for {string.Join(", ", s.Unpriced.Select(InWords.Span))}");
            yield break;
        }

        string imbalance = s.ImbalanceEur is { } adjusted and not 0 ? $", imbalance {InWords.Eur(adjusted)}" : "";
        yield return ("cost", $"{InWords.Eur(s.CostEur)} EUR (grid {InWords.Eur(s.GridEur)}, sun {InWords.Eur(s.SunEur)}{imbalance})");
        yield return ("of it sun", InWords.Energy(s.SunWh));
        yield return ("at average rate", $"{InWords.Eur(s.ReferenceEur)} EUR ({Rate(s.ReferenceEurPerKwh)} EUR/kWh): saved {InWords.Eur(s.SavedEur)} EUR");
        yield return ("charged at once", $"{InWords.Eur(s.AtOnceEur)} EUR: saved {InWords.Eur(s.SavedOnAtOnceEur)} EUR");
        if (s.State == "provisional")
        {
            yield return ("costs are", $"provisional{Why(s)}");
        }
    }

    public static Table Quarters(ImmutableArray<PtuEntry> quarters)
    {
        if (quarters.All(q => q.ImportEurPerKwh is null))
        {
            Table plain = new Table("QUARTER FROM", "ENERGY").RightAligned(1);
            foreach (PtuEntry quarter in quarters)
            {
                plain.Add(InWords.Time(quarter.Start), InWords.Energy(quarter.EnergyWh));
            }

            return plain;
        }

        Table table = new Table("QUARTER FROM", "ENERGY", "OF IT SUN", "EUR/KWH", "COST EUR").RightAligned(1, 2, 3, 4);
        foreach (PtuEntry quarter in quarters)
        {
            table.Add(
                InWords.Time(quarter.Start),
                InWords.Energy(quarter.EnergyWh),
                InWords.Energy(quarter.SunWh ?? 0),
                Rate(quarter.ImportEurPerKwh) + (quarter.Fallback == true ? " ?" : ""),
                quarter.CostEur is { } cost ? string.Create(CultureInfo.InvariantCulture, $"{cost:0.0000}") : "-");
        }

        return table;
    }

    private static string Why(SettlementEntry s) =>
        s.FallbackQuarters > 0 ? $": {InWords.Count(s.FallbackQuarters, "quarter", "quarters")} at the tariff's own price, until the market's is known"
        : s.ReferenceMissingQuarters > 0 ? $": {InWords.Count(s.ReferenceMissingQuarters, "quarter", "quarters")} of its month {(s.ReferenceMissingQuarters == 1 ? "has" : "have")} no price yet"
        : ": its last quarters are still to be measured";

    private static string Rate(decimal? eurPerKwh) => eurPerKwh is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.0000}") : "-";
}
