using System.Collections.Immutable;
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
            PlainXml document = new(Whole(xml));
            for (XmlPart part = document.Read(); part != XmlPart.End; part = document.Read())
            {
                switch (part)
                {
                    case XmlPart.Element:
                        reading.Begin(document.Name);
                        break;
                    case XmlPart.Text:
                        reading.Text(document.Value);
                        break;
                    case XmlPart.ElementEnd:
                        reading.End(document.Name);
                        break;
                }
            }
        }
        catch (PlainXmlException e)
        {
            return new Unusable($"it is no whole XML document ({e.Message})");
        }

        return reading.Outcome();
    }
    private static byte[] Whole(Stream xml)
    {
        using MemoryStream whole = new();
        byte[] piece = new byte[64 * 1024];
        for (int read = xml.Read(piece); read > 0; read = xml.Read(piece))
        {
            if (whole.Length + read > MostBytes)
            {
                throw new PlainXmlException($"it is larger than {MostBytes / (1024 * 1024)} MB");
            }

            whole.Write(piece, 0, read);
        }

        return whole.ToArray();
    }
}
