using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Prices;

/// <summary>
/// What ENTSO-E's web API answers to a question for day-ahead prices (document type A44): a Publication_MarketDocument with prices, or an
/// Acknowledgement_MarketDocument that says why there are none.
/// </summary>
public abstract record EntsoEDocument
{
    /// <summary>A year of quarters of one zone, written at length, has a third of it.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private static readonly XmlReaderSettings Hardened = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private EntsoEDocument()
    {
    }

    /// <param name="Rows">In order, in EUR per kWh.</param>
    /// <param name="Domains">EIC codes of the zones they are of.</param>
    public sealed record Prices(ImmutableArray<PtuSpot> Rows, ImmutableArray<string> Domains) : EntsoEDocument;

    /// <summary>None are published for what was asked, or none yet.</summary>
    public sealed record Nothing(string Reason) : EntsoEDocument;

    /// <summary>It cannot be read as prices of ours.</summary>
    public sealed record Unusable(string Why) : EntsoEDocument;

    /// <summary>Never throws for what a server or a file may hold.</summary>
    public static EntsoEDocument Read(Stream xml)
    {
        EntsoEReading reading = new();
        try
        {
            using XmlReader reader = XmlReader.Create(xml, Hardened);
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element:
                        reading.Begin(reader.LocalName);
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA:
                        reading.Text(reader.Value);
                        break;
                    case XmlNodeType.EndElement:
                        reading.End(reader.LocalName);
                        break;
                }
            }
        }
        catch (XmlException e)
        {
            return new Unusable(string.Create(CultureInfo.InvariantCulture, $"it is no whole XML document (line {e.LineNumber}: {e.Message})"));
        }

        return reading.Outcome();
    }
}
