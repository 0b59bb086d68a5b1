using System.Globalization;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Cloud.Reports;

/// <summary>What whoever reads a charge detail record has to know of it.</summary>
internal static class CdrRemark
{
    /// <summary>OCPI 2.2.1, CDR Object.</summary>
    private const int Longest = 255;

    /// <returns>Null where there is nothing to say.</returns>
    public static string? Of(Report.OfCdr report, SiteConfiguration site)
    {
        List<string> parts = [];
        if (!Settler.CanSettle(report.Session))
        {
            parts.Add("its times are of a clock that was not set; costs are not reckoned");
        }
        else if (site.Tariff is null)
        {
            parts.Add("the site has no tariff; costs are not reckoned");
        }
        else if (!report.AreCostsFinal)
        {
            int assumed = report.Quarters.Count(q => q.Price?.Source == PriceSource.Fallback);
            QuarterSpan[] missing = [.. QuarterSpan.Merge(report.Quarters.Where(q => q.Price is null).Select(q => QuarterSpan.Of(q.Start)))];
            parts.Add("costs may still change");
            if (assumed > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{assumed} quarters at an assumed price"));
            }

            if (missing.Length > 0)
            {
                parts.Add($"not in the costs, for want of a price: {string.Join(", ", missing.Select(m => $"{Moment(m.From)}/{Moment(m.Until)}"))}");
            }
        }

        if (report.Session.Transaction is { End.Inferred: true })
        {
            parts.Insert(0, "the charger never reported the stop");
        }

        string text = string.Join("; ", parts);
        return text.Length == 0 ? null : text.Length > Longest ? text[..(Longest - 1)] + "…" : text;
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
