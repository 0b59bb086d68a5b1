namespace Stekker.Edge.Tests.Prices;

/// <summary>Documents as ENTSO-E's web API sends them: the elements and their order are those of the published schema (IEC 62325-451-3).</summary>
internal static class Documents
{
    public const string Nl = "10YNL----------L";

    public static string Publication(params string[] series) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3">
          <mRID>b2a1b5f0c1d24e0f8f3c</mRID>
          <revisionNumber>1</revisionNumber>
          <type>A44</type>
          <sender_MarketParticipant.mRID codingScheme="A01">10X1001A1001A450</sender_MarketParticipant.mRID>
          <sender_MarketParticipant.marketRole.type>A32</sender_MarketParticipant.marketRole.type>
          <receiver_MarketParticipant.mRID codingScheme="A01">10X1001A1001A450</receiver_MarketParticipant.mRID>
          <receiver_MarketParticipant.marketRole.type>A33</receiver_MarketParticipant.marketRole.type>
          <createdDateTime>2026-01-15T12:02:11Z</createdDateTime>
          <period.timeInterval>
            <start>2026-01-14T23:00Z</start>
            <end>2026-01-16T23:00Z</end>
          </period.timeInterval>
        {string.Join('\n', series)}
        </Publication_MarketDocument>
        """;

    public static string PublicationOf(string domain, string series) => Publication([series.Replace(Nl, domain, StringComparison.Ordinal)]);

    /// <param name="sequence">Null where the zone has one auction only.</param>
    public static string Series(
        string start, string end, string resolution, string curve, IEnumerable<(int Position, string Amount)> points, string? sequence = null, string contract = "A01", string currency = "EUR", string unit = "MWH") => $"""
          <TimeSeries>
            <mRID>1</mRID>
            <auction.type>A01</auction.type>
            <businessType>A62</businessType>
            <in_Domain.mRID codingScheme="A01">{Nl}</in_Domain.mRID>
            <out_Domain.mRID codingScheme="A01">{Nl}</out_Domain.mRID>
            <contract_MarketAgreement.type>{contract}</contract_MarketAgreement.type>
            <currency_Unit.name>{currency}</currency_Unit.name>
            <price_Measure_Unit.name>{unit}</price_Measure_Unit.name>
            {(sequence is null ? "" : $"<classificationSequence_AttributeInstanceComponent.position>{sequence}</classificationSequence_AttributeInstanceComponent.position>")}
            <curveType>{curve}</curveType>
            <Period>
              <timeInterval>
                <start>{start}</start>
                <end>{end}</end>
              </timeInterval>
              <resolution>{resolution}</resolution>
              {string.Concat(points.Select(p => $"<Point><position>{p.Position}</position><price.amount>{p.Amount}</price.amount></Point>\n"))}
            </Period>
          </TimeSeries>
        """;

    public static string Series(string start, string end, string resolution, string curve, params (int Position, string Amount)[] points) =>
        Series(start, end, resolution, curve, points, sequence: null);

    public static string Acknowledgement(string reason, string code = "999") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Acknowledgement_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:7:0">
          <mRID>0f1b4861-0c96-4</mRID>
          <createdDateTime>2026-01-15T12:02:11Z</createdDateTime>
          <sender_MarketParticipant.mRID codingScheme="A01">10X1001A1001A450</sender_MarketParticipant.mRID>
          <received_MarketDocument.createdDateTime>2026-01-15T12:02:11Z</received_MarketDocument.createdDateTime>
          <Reason>
            <code>{code}</code>
            <text>{reason}</text>
          </Reason>
        </Acknowledgement_MarketDocument>
        """;
}
