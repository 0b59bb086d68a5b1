using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Cloud.Reports;

/// <summary>Makes a session's charge detail record: what it took and what that cost, from its start to when the car left.</summary>
internal static class CdrMaker
{
    private const int LongestId = 36;
    private const int LongestPlainData = 512;

    public static Cdr Of(Report.OfCdr report, Effect.QueueReport queued)
    {
        Session session = report.Session;
        Transaction transaction = session.Transaction!;
        SiteConfiguration site = queued.Site;
        OcpiSettings ocpi = site.Ocpi;
        decimal vat = site.Tariff?.VatFraction ?? 0;
        DateTimeOffset start = ToSecond(transaction.Started.Utc);
        DateTimeOffset end = EndOf(session, transaction, start);
        string updated = Moment(queued.At);
        ImmutableArray<PeriodLine> lines = CdrPeriods.Of(session, start, end);
        Dictionary<DateTimeOffset, CdrTariff> tariffs = TariffsOf(report, site, vat, Moment(end));
        CdrPrice cost = Price(report.CostEur, vat);
        return new Cdr(
            ocpi.CountryCode,
            ocpi.PartyId,
            IdOf(site.SiteId, session.Id),
            Moment(start),
            Moment(end),
            session.Id.ToString(CultureInfo.InvariantCulture),
            TokenOf(transaction, site),
            "WHITELIST",
            LocationOf(session, site),
            "EUR",
            tariffs.Count == 0 ? null : [.. tariffs.Values.DistinctBy(t => t.Id)],
            [.. lines.Select(l => PeriodOf(l, l.Ptu is { } ptu ? tariffs.GetValueOrDefault(ptu)?.Id : null))],
            SignedOf(session.Signed),
            cost,
            lines.Sum(l => l.EnergyKwh),
            site.Tariff is null ? null : cost,
            lines.Sum(l => l.Hours),
            lines.Where(l => l.Ptu is null).Sum(l => l.Hours),
            CdrRemark.Of(report, site),
            updated);
    }

    /// <summary>OCPI: unique per party, at most 36 characters. A longer site id keeps its end of the room by a hash.</summary>
    public static string IdOf(string siteId, long sessionId)
    {
        string number = sessionId.ToString(CultureInfo.InvariantCulture);
        return $"{Short(siteId, LongestId - number.Length - 1)}-{number}";
    }

    private static DateTimeOffset EndOf(Session session, Transaction transaction, DateTimeOffset start)
    {
        DateTimeOffset stop = ToSecond(transaction.End?.At.Utc ?? start);
        DateTimeOffset left = ToSecond(session.Unplugged?.Utc ?? stop);
        DateTimeOffset end = left > stop ? left : stop;
        return end > start ? end : start;
    }

    private static CdrToken TokenOf(Transaction transaction, SiteConfiguration site)
    {
        string tag = transaction.IdTag.Text;
        bool isCard = !tag.StartsWith("VID:", StringComparison.OrdinalIgnoreCase) && !string.Equals(tag, site.Access.NoCardIdTag, StringComparison.OrdinalIgnoreCase);
        string uid = Short(tag, LongestId);
        return new CdrToken(site.Ocpi.CountryCode, site.Ocpi.PartyId, uid, isCard ? "RFID" : "OTHER", uid);
    }

    private static CdrLocation LocationOf(Session session, SiteConfiguration site)
    {
        OcpiSettings ocpi = site.Ocpi;
        string connector = session.ConnectorId.ToString(CultureInfo.InvariantCulture);
        string evse = new([.. session.ChargePointId.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        bool isSinglePhase = site.Grid.Phases == 1
            || site.ChargePoint(session.ChargePointId)?.Connectors.FirstOrDefault(c => c.Id == session.ConnectorId)?.Phases is { } phases && !phases.Contains(',', StringComparison.Ordinal);
        return new CdrLocation(
            Short(site.SiteId, LongestId),
            ocpi.Name,
            ocpi.Address,
            ocpi.City,
            ocpi.PostalCode,
            ocpi.Country,
            new CdrCoordinates(Degrees(site.Location?.LatitudeDeg), Degrees(site.Location?.LongitudeDeg)),
            $"{Short(session.ChargePointId, LongestId - connector.Length - 1)}-{connector}",
            Short($"{ocpi.CountryCode}*{ocpi.PartyId}*E{evse}*{connector}", 48),
            connector,
            ocpi.ConnectorStandard,
            ocpi.HasFixedCable ? "CABLE" : "SOCKET",
            isSinglePhase ? "AC_1_PHASE" : "AC_3_PHASE");
    }

    /// <summary>What a kWh cost in each quarter, sun and imbalance in it.</summary>
    private static Dictionary<DateTimeOffset, CdrTariff> TariffsOf(Report.OfCdr report, SiteConfiguration site, decimal vat, string updated)
    {
        Dictionary<DateTimeOffset, CdrTariff> tariffs = [];
        foreach (PtuCost quarter in report.Quarters)
        {
            if (quarter is { GridEur: { } grid, SunEur: { } sun, ImbalanceEur: { } imbalance, Energy.Value: > 0 })
            {
                decimal price = Rounded((grid + sun + imbalance) * 1000 / quarter.Energy.Value / (1 + vat));
                string id = vat == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"ENERGY-{price:0.0000}")
                    : string.Create(CultureInfo.InvariantCulture, $"ENERGY-{price:0.0000}-VAT{vat * 100:0.##}");
                CdrPriceComponent component = new("ENERGY", price, vat == 0 ? null : vat * 100, 1);
                tariffs[quarter.Start] = new CdrTariff(site.Ocpi.CountryCode, site.Ocpi.PartyId, id, "EUR", [new CdrTariffElement([component])], updated);
            }
        }

        return tariffs;
    }

    private static CdrPeriod PeriodOf(PeriodLine line, string? tariffId) => new(
        Moment(line.Start),
        line.Ptu is null ? [new CdrDimension("PARKING_TIME", line.Hours)] : [new CdrDimension("ENERGY", line.EnergyKwh), new CdrDimension("TIME", line.Hours)],
        tariffId);

    /// <summary>All values as the charger wrote them: a signature of half a text proves nothing.</summary>
    private static CdrSignedData? SignedOf(ImmutableArray<SignedValue> signed)
    {
        if (signed.IsDefaultOrEmpty)
        {
            return null;
        }

        bool isOcmf = signed.All(s => s.Data.StartsWith("OCMF|", StringComparison.Ordinal));
        return new CdrSignedData(isOcmf ? "OCMF" : "unknown", [.. signed.Select(s => new CdrSignedValue(NatureOf(s.Reason), PlainOf(s.Data, isOcmf), s.Data))]);
    }

    private static string NatureOf(SampleReason reason) => reason switch
    {
        SampleReason.TransactionBegin => "Start",
        SampleReason.TransactionEnd => "End",
        _ => "Intermediate",
    };

    /// <summary>OCMF is "OCMF|" + what is signed + "|" + its signature; of other methods nobody here knows which part is plain.</summary>
    private static string PlainOf(string data, bool isOcmf)
    {
        string plain = isOcmf ? data.Split('|')[1] : data;
        return plain.Length > LongestPlainData ? plain[..LongestPlainData] : plain;
    }

    private static CdrPrice Price(decimal costEur, decimal vat) => new(Rounded(costEur / (1 + vat)), vat == 0 ? null : Rounded(costEur));

    private static decimal Rounded(decimal value) => decimal.Round(value, 4, MidpointRounding.ToEven);

    private static string Degrees(decimal? degrees) => (degrees ?? 0).ToString("0.00000", CultureInfo.InvariantCulture);

    private static DateTimeOffset ToSecond(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Cut off alone two long names could become one.</summary>
    private static string Short(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{text[..(most - 8)]}{hash:X8}");
    }
}
