using System.Text;
using System.Xml;
using Stekker.Edge.Prices;

namespace Stekker.Edge.Tests.Prices;

/// <summary>Our small reader beside .NET's own: what that one takes is told alike, and what that one refuses is never read as something else.</summary>
public sealed class PlainXmlTests
{
    private const int Mutations = 4_000;

    private const string Document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- of the market -->
        <m:Doc xmlns:m="urn:x" xmlns='urn:y' note="a &amp; b > c">
          <Series><price.amount>-12.5</price.amount><empty/><spaced  a = 'x' ></spaced ></Series>
          <text>5 &lt; 6 &#38; &#x20AC; é <![CDATA[<raw> & ]]> tail</text><?pi what?>
        </m:Doc>

        """;

    [Fact]
    public void A_document_is_told_as_dotnets_own_reader_tells_it() => Assert.Equal(Theirs(Document), Ours(Document));

    [Theory]
    [InlineData("<a>&b;</a>", "'&b' is no reference")]
    [InlineData("<a>\n<b></a>", "line 2: </a> stands where </b> has to")]
    [InlineData("<a/><b/>", "<b> follows the whole document")]
    [InlineData("<a", "'>' after <a is missing")]
    [InlineData("<a b=c/>", "the value of b in quotes is missing")]
    [InlineData("<a b='<'/>", "'<' in the value of b")]
    [InlineData("<a>1 < 2</a>", "no name where one has to be")]
    [InlineData("<!DOCTYPE a><a/>", "a document type is not read")]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?><a/>", "not in UTF-8")]
    [InlineData("<a>\u0001</a>", "a control character")]
    [InlineData("<a>&#0;</a>", "'&#0' is no reference")]
    [InlineData("", "no element in it")]
    [InlineData("hello", "text outside its element")]
    public void What_is_no_xml_is_refused_with_its_reason(string xml, string why) =>
        Assert.Contains(why, Assert.Throws<PlainXmlException>(() => Ours(xml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_has_an_end() => Assert.Throws<PlainXmlException>(() => Ours(string.Concat(Enumerable.Repeat("<a>", 100_000))));

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused() =>
        Assert.Contains("UTF-8", Assert.Throws<PlainXmlException>(() => Told(new PlainXml(new byte[] { (byte)'<', (byte)'a', (byte)'>', 0xFF, (byte)'<' }))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_cut_and_doubled_documents_it_reads_what_dotnets_reader_reads(int seed)
    {
        Random random = new(seed);
        int read = 0;
        for (int i = 0; i < Mutations; i++)
        {
            int at = random.Next(Document.Length);
            int length = random.Next(Math.Min(12, Document.Length - at));
            string cut = random.Next(2) == 0 ? Document.Remove(at, length) : Document.Insert(at, Document.Substring(random.Next(Document.Length - length), length));
            if (Try(Theirs, cut) is { } theirs)
            {
                Assert.Equal(theirs, Ours(cut));
                read++;
            }
            else
            {
                _ = Try(Ours, cut);
            }
        }

        Assert.InRange(read, Mutations / 20, Mutations - (Mutations / 20));
    }

    private static string? Try(Func<string, string> read, string xml)
    {
        try
        {
            return read(xml);
        }
        catch (Exception e) when (e is XmlException or PlainXmlException)
        {
            return null;
        }
    }

    private static string Ours(string xml) => Told(new PlainXml(Encoding.UTF8.GetBytes(xml)));

    private static string Told(PlainXml document)
    {
        Story story = new();
        for (XmlPart part = document.Read(); part != XmlPart.End; part = document.Read())
        {
            story.Tell(part, part == XmlPart.Text ? document.Value : document.Name);
        }

        return story.ToString();
    }

    private static string Theirs(string xml)
    {
        Story story = new();
        using XmlReader reader = XmlReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(xml)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    story.Tell(XmlPart.Element, reader.LocalName);
                    if (reader.IsEmptyElement)
                    {
                        story.Tell(XmlPart.ElementEnd, reader.LocalName);
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace:
                    story.Tell(XmlPart.Text, reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    story.Tell(XmlPart.ElementEnd, reader.LocalName);
                    break;
            }
        }

        return story.ToString();
    }

    /// <summary>One line for each part, the pieces of a text joined, line ends as XML has them; space outside the root is nobody's.</summary>
    private sealed class Story
    {
        private readonly StringBuilder lines = new();
        private readonly StringBuilder text = new();
        private int depth;

        public void Tell(XmlPart part, string what)
        {
            if (part == XmlPart.Text)
            {
                text.Append(depth > 0 ? what.ReplaceLineEndings("\n") : "");
                return;
            }

            lines.Append('"').Append(text).Append("\"\n").Append(part).Append(' ').Append(what).Append('\n');
            text.Clear();
            depth += part == XmlPart.Element ? 1 : -1;
        }

        public override string ToString() => lines.ToString();
    }
}
