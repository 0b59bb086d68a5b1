using System.Collections.Immutable;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Prices;

/// <summary>A document in the making: what its elements say, as they end.</summary>
internal sealed class EntsoEReading
{
    private readonly List<EntsoESeries> series = [];
    private readonly List<string> reasons = [];
    private EntsoESeries? current;
    private EntsoEPeriod? period;
    private string? root;
    private string text = "";
    private string? position;
    private string? amount;

    public void Begin(string name)
    {
        root ??= name;
        text = "";
        switch (name)
        {
            case "TimeSeries":
                current = new EntsoESeries();
                break;
            case "Period":
                period = new EntsoEPeriod();
                break;
            case "Point":
                (position, amount) = (null, null);
                break;
        }
    }

    public void Text(string value) => text += value;

    public void End(string name)
    {
        string value = text.Trim();
        text = "";
        if (period is not null)
        {
            EndInPeriod(name, value);
        }
        else if (current is not null)
        {
            EndInSeries(name, value);
        }
        else if (name == "text" && value.Length > 0)
        {
            reasons.Add(value);
        }
    }

    /// <summary>
    /// Prices of the single day-ahead coupling: day-ahead (A01), not intraday (A07); sequence 1 or none said. In DE-LU and AT sequence 2 is
    /// the separate auction of 10:15, published hours earlier and not what contracts are priced by. Where two series tell a quarter, the
    /// finer counts.
    /// </summary>
    public EntsoEDocument Outcome()
    {
        if (root == "Acknowledgement_MarketDocument")
        {
            return new EntsoEDocument.Nothing(reasons.Count > 0 ? reasons[0] : "no reason given");
        }

        if (root != "Publication_MarketDocument")
        {
            return new EntsoEDocument.Unusable($"it is a {root ?? "document without content"}, not the Publication_MarketDocument of day-ahead prices");
        }

        EntsoESeries[] dayAhead = [.. series.Where(s => s.Contract is null or "A01")];
        EntsoESeries[] coupled = [.. dayAhead.Where(s => s.Sequence is null or "1")];
        if (coupled.Length == 0)
        {
            return new EntsoEDocument.Nothing(dayAhead.Length > 0
                ? $"so far only prices of another auction are published (sequence {dayAhead[0].Sequence})"
                : "there are no day-ahead prices in it");
        }

        ImmutableArray<PtuSpot> rows = [];
        foreach ((EntsoESeries of, EntsoEPeriod part) in coupled.SelectMany(s => s.Periods.Select(p => (s, p))).OrderByDescending(p => p.p.Minutes ?? 0))
        {
            if ((of.WhyNot ?? part.WhyNot) is { } why)
            {
                return new EntsoEDocument.Unusable(why);
            }

            rows = SpotSeries.Over(rows, part.Rows(repeats: of.Curve == "A03"));
        }

        return rows.IsEmpty ? new EntsoEDocument.Nothing("there are no day-ahead prices in it") : new EntsoEDocument.Prices(rows, [.. coupled.Select(s => s.Domain).OfType<string>().Distinct()]);
    }

    private void EndInSeries(string name, string value)
    {
        switch (name)
        {
            case "contract_MarketAgreement.type":
                current!.Contract = value;
                break;
            case "classificationSequence_AttributeInstanceComponent.position":
                current!.Sequence = value;
                break;
            case "in_Domain.mRID":
                current!.Domain = value;
                break;
            case "currency_Unit.name":
                current!.Currency = value;
                break;
            case "price_Measure_Unit.name":
                current!.Unit = value;
                break;
            case "curveType":
                current!.Curve = value;
                break;
            case "TimeSeries":
                series.Add(current!);
                current = null;
                break;
        }
    }

    private void EndInPeriod(string name, string value)
    {
        switch (name)
        {
            case "start":
                period!.Start = value;
                break;
            case "end":
                period!.End = value;
                break;
            case "resolution":
                period!.Resolution = value;
                break;
            case "position":
                position = value;
                break;
            case "price.amount":
                amount = value;
                break;
            case "Point":
                period!.Points.Add((position, amount));
                break;
            case "Period":
                current?.Periods.Add(period!);
                period = null;
                break;
        }
    }
}
