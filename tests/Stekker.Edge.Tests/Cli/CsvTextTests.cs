using Stekker.Edge.Cli.Csv;

namespace Stekker.Edge.Tests.Cli;

/// <summary>RFC 4180, and what spreadsheets make of it.</summary>
public sealed class CsvTextTests
{
    public static TheoryData<string, string[][]> Texts => new()
    {
        { "a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]] },
        { "a,b\nc,d", [["a", "b"], ["c", "d"]] },
        { "a,b\rc,d\r", [["a", "b"], ["c", "d"]] },
        { "\uFEFFa,b\r\n", [["a", "b"]] },
        { "a,,\r\n,,", [["a", "", ""], ["", "", ""]] },
        { "\"a,b\",\"c\"\"d\"\r\n", [["a,b", "c\"d"]] },
        { "\"a\r\nb\",c\r\nd,e", [["a\r\nb", "c"], ["d", "e"]] },
        { "\"\",\"\"", [["", ""]] },
        { "\n", [[""]] },
        { "", [] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Reads(string text, string[][] records) => Assert.Equal(records, CsvText.Read(text, ',').Select(r => r.Fields.ToArray()));

    [Fact]
    public void A_record_knows_the_line_it_begins_on() =>
        Assert.Equal([1, 2, 4], CsvText.Read("a\n\"b\nb\"\nc\n", ',').Select(r => r.Line));

    [Theory]
    [InlineData("\"a", "never closed")]
    [InlineData("\"a\"b,c", "behind a closing quotation mark")]
    public void Broken_quoting_is_told(string text, string says)
    {
        CsvRecord record = Assert.Single(CsvText.Read(text, ','));

        Assert.Contains(says, record.Wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("idTag;label\nA;x,y", ';')]
    [InlineData("\uFEFFidTag;label\r\n", ';')]
    [InlineData("idTag,label\nA,x;y", ',')]
    [InlineData("idTag\nA", ',')]
    public void The_header_tells_the_separator(string text, char separator) => Assert.Equal(separator, CsvText.SeparatorOf(text));

    [Fact]
    public void What_is_written_is_read_the_same()
    {
        string[] odd = ["", " padded ", "a,b", "a;b", "say \"hi\"", "two\r\nlines", "Zoë 充電", "\ttab"];

        Assert.Equal(odd, Assert.Single(CsvText.Read(CsvText.Write(odd), ',')).Fields);
    }
}
